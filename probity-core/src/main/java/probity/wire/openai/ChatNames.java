package probity.wire.openai;

import java.util.Set;

/// Member names that Chat Completions and JSON Schema define: the only ones that a pointer shows.
final class ChatNames {
  static final Set<String> ALL =
      Set.of(
          """
          $defs $ref additionalProperties allOf allowed_tools annotations anyOf
          arguments audio choices code completion_tokens
          completion_tokens_details const content conversation created custom
          data default definitions delta description detail enum error
          expires_at file file_data file_id filename finish_reason format
          frequency_penalty function function_call functions grammar id
          image_url index input input_audio items json_schema logit_bias
          logprobs max_completion_tokens max_tokens maximum message messages
          metadata minimum modalities mode model n name not object oneOf
          parallel_tool_calls param parameters pattern prediction
          presence_penalty previous_response_id prompt prompt_cache_key
          prompt_tokens prompt_tokens_details properties reasoning
          reasoning_content reasoning_effort refusal required response_format
          role safety_identifier schema seed service_tier stop store stream
          stream_options strict summary syntax system_fingerprint temperature
          text title token tool_call_id tool_calls tool_choice tools
          top_logprobs top_p total_tokens transcript type url url_citation usage
          user verbosity voice web_search_options
          """
              .strip()
              .split("\\s+", -1));

  private ChatNames() {}
}
