package probity.wire.mcp;

import java.util.Set;

/// What MCP defines by name, in all revisions up to 2026-07-28.
final class McpNames {
  /// Member names that pointers may show.
  static final Set<String> MEMBERS =
      Set.of(
          """
          action annotations argument arguments audience blob capabilities
          clientInfo code completion content contents context costPriority cursor
          data description destructiveHint elicitationId error execution hasMore
          hints icons id idempotentHint includeContext input inputRequests
          inputResponses inputSchema instructions intelligencePriority isError
          jsonrpc lastModified level listChanged logger maxTokens message messages
          metadata method mimeType mode model modelPreferences name nextCursor
          openWorldHint outputSchema params priority progress progressToken
          prompts properties protocolVersion readOnlyHint reason ref requestId
          requestState requested requestedSchema required resource
          resourceTemplates resources result resultType role roots sampling
          schema serverInfo size speedPriority src status statusMessage
          stopReason stopSequences structuredContent subscribe supported
          supportedVersions systemPrompt task taskId taskSupport tasks
          temperature text title toolChoice toolUseId tools total ttl type uri
          uriTemplate url value values version websiteUrl
          """
              .strip()
              .split("\\s+", -1));

  /// Methods of requests and notifications, of clients and of servers.
  static final Set<String> METHODS =
      Set.of(
          """
          completion/complete elicitation/create initialize logging/setLevel
          notifications/cancelled notifications/elicitation/complete
          notifications/initialized notifications/message
          notifications/progress notifications/prompts/list_changed
          notifications/resources/list_changed notifications/resources/updated
          notifications/roots/list_changed
          notifications/subscriptions/acknowledged notifications/tasks/status
          notifications/tools/list_changed ping prompts/get prompts/list
          resources/list resources/read resources/subscribe
          resources/templates/list resources/unsubscribe roots/list
          sampling/createMessage server/discover subscriptions/listen
          tasks/cancel tasks/get tasks/list tasks/result tools/call tools/list
          """
              .strip()
              .split("\\s+", -1));

  /// The only revisions whose clients open with `initialize` and keep sessions.
  static final Set<String> WITH_SESSIONS =
      Set.of("2024-10-07", "2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25");

  /// The only revisions that know batches; the older one does not know the header.
  static final Set<String> WITH_BATCHES = Set.of("", "2024-11-05", "2025-03-26");

  static final String CALL = "tools/call";
  static final String LISTEN = "subscriptions/listen";

  /// Where a request of a later revision names its own; holds a slash, so pointers do not show it.
  static final String VERSION = "io.modelcontextprotocol/protocolVersion";

  private McpNames() {}
}
