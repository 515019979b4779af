package probity.wire.openai.responses;

import java.util.Set;

/// Member names that the Responses API and JSON Schema define: the only ones that a pointer shows.
final class ResponsesNames {
  static final Set<String> ALL =
      Set.of(
          """
          $defs $ref action actions additionalProperties allOf allowed_callers allowed_tools
          annotation annotation_index annotations anyOf approval_request_id approve arguments
          attributes audio authorization background billing cached_tokens call_id caller category
          code command command_index commands completed_at connector_id const container
          container_id content content_index conversation created_at custom data default
          definitions delta description detail diff effort encrypted_content end_index
          environment enum env error exit_code file_data file_id file_ids file_url filename
          filters format function generate_summary grammar headers id image_url
          incomplete_details include index input input_audio input_tokens
          input_tokens_details instructions item item_id items json_schema keys logprobs logs
          max_num_results max_output_length max_output_tokens max_tool_calls maximum message
          metadata minimum mode model name namespace not object obfuscation oneOf operation outcome
          output output_index output_tokens output_tokens_details outputs parallel_tool_calls
          param parameters part partial_image_b64 partial_image_index path pattern
          pending_safety_checks phase previous_response_id prompt prompt_cache_key
          prompt_cache_retention properties queries query quote ranking_options reason reasoning
          reasoning_tokens refusal required require_approval response result results role
          safety_identifier schema score search_context_size sequence_number server_description
          server_label server_url service_tier size sources start_index status stderr stdout
          store stream stream_options strict summary summary_index syntax temperature text
          timeout_ms title token tokens tool tool_choice tools top_logprobs top_p total_tokens
          transcript truncation type url usage user user_location variables vector_store_ids
          verbosity version x y
          """
              .strip()
              .split("\\s+", -1));

  private ResponsesNames() {}
}
