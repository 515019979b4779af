package probity.wire.anthropic;

import java.util.Set;

/// Member names that the Messages API and JSON Schema define: the only ones that a pointer shows.
final class AnthropicNames {
  static final Set<String> ALL =
      Set.of(
          """
          $defs $ref active additionalProperties allOf allowed_callers allowed_domains anyOf
          applied_edits authorization_token blocked_domains budget_tokens cache_control
          cache_creation cache_creation_input_tokens cache_read_input_tokens caller citation
          citations cited_text code command compaction configs const container content
          content_block context context_management data default default_config defer_loading
          definition definitions delta description details diagnostics
          disable_parallel_tool_use display_height_px display_width_px document_index
          document_title edits effort enabled encrypted_content encrypted_index
          encrypted_stdout end_block_index end_char_index end_page_number enum error
          error_code error_message expires_at explanation fallbacks file_id file_type format from
          id index inference_geo input input_examples input_schema input_tokens is_error items
          max_content_tokens max_tokens max_uses maximum mcp_server_name mcp_servers media_type
          message messages metadata minimum model name not num_lines oneOf output_config
          output_format output_tokens page_age partial_json pattern
          previous_message_id properties query redacted_thinking request_id required
          retrieved_at return_code role schema search_result_index server_name
          server_tool_use service_tier signature skill_id skills source speed start_block_index
          start_char_index start_line start_page_number state_changes stderr stdout stop_details
          stop_reason stop_sequence stop_sequences stream strict system tab_id tabs temperature
          text thinking thread title to tool tool_changes tool_choice tool_configuration tool_name
          tool_references tool_use_id tools toolset_name top_k top_p total_lines
          transformations trigger ttl type url usage user_id user_location user_profile_id
          version
          """
              .strip()
              .split("\\s+", -1));

  private AnthropicNames() {}
}
