package probity.timestamp;

import java.io.IOException;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import javax.net.ssl.SSLContext;
import org.bouncycastle.asn1.cmp.PKIFailureInfo;
import org.bouncycastle.asn1.cmp.PKIStatus;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampRequest;
import org.bouncycastle.tsp.TimeStampRequestGenerator;
import org.bouncycastle.tsp.TimeStampResponse;
import probity.exchange.Bytes;
import probity.gateway.upstream.EgressPolicy;
import probity.gateway.upstream.Origin;
import probity.http.HttpAnswer;
import probity.http.PinnedPost;
import probity.ledger.Hash;

/// Asks one authority for timestamps over HTTP (RFC 3161 section 3.4).
///
/// What it gives back has passed [TimestampCheck], and bears the nonce of its request. The
/// authority learns a SHA-256 and nothing else.
public final class TimestampClient {
  private static final String QUERY = "application/timestamp-query";
  private static final String REPLY = "application/timestamp-reply";
  private static final int ANSWER_BYTES_MAX = 64 << 10;
  private static final int NONCE_BITS = 64;

  private final String name;
  private final Origin origin;
  private final String path;
  private final TimestampCheck check;
  private final PinnedPost http;
  private final SecureRandom random;

  /// @param name the authority's word in the configuration
  /// @param path of its URL, `/` at least
  /// @param tls used where the origin is one of `https`
  /// @param longest an answer may take, from the first byte out to the last one in
  public TimestampClient(
      String name,
      Origin origin,
      String path,
      EgressPolicy egress,
      TimestampCheck check,
      SSLContext tls,
      SecureRandom random,
      Duration longest) {
    this.name = name;
    this.origin = origin;
    this.path = path;
    this.check = check;
    this.http = new PinnedPost(egress, tls, longest, ANSWER_BYTES_MAX);
    this.random = random;
  }

  /// What became of a question.
  public sealed interface Answer {
    /// @param token DER of the TimeStampToken
    record Stamped(Bytes token, Stamp stamp) implements Answer {}

    /// No token, or none that is good; `detail` says why.
    record Refused(String detail) implements Answer {}
  }

  /// The authority's word in the configuration.
  public String name() {
    return name;
  }

  /// A timestamp of `stamped`. Blocks, within bounds; never throws on what the authority sends.
  public Answer ask(Bytes stamped) {
    var generator = new TimeStampRequestGenerator();
    generator.setCertReq(true);
    var request =
        generator.generate(
            NISTObjectIdentifiers.id_sha256,
            Hash.of(stamped.array()).bytes(),
            new BigInteger(NONCE_BITS, random));
    return switch (http.post(origin, path, QUERY, REPLY, encoded(request))) {
      case PinnedPost.Posted.Failed(var detail) -> new Answer.Refused(detail);
      case PinnedPost.Posted.Answered(var answer) -> read(answer, request, stamped);
    };
  }

  private static byte[] encoded(TimeStampRequest request) {
    try {
      return request.getEncoded();
    } catch (IOException e) {
      throw new IllegalStateException("a request that we made has no encoding", e);
    }
  }

  private Answer read(HttpAnswer answer, TimeStampRequest request, Bytes stamped) {
    int status = answer.status();
    if (status >= 300 && status < 400) {
      return new Answer.Refused("it answered " + status + ", a redirect, which is never followed");
    }
    if (status != 200) {
      return new Answer.Refused("it answered " + status + ", 200 was expected");
    }
    if (!answer.type().equals(REPLY)) {
      return new Answer.Refused(
          "it answered in `" + Names.printable(answer.type()) + "`, `" + REPLY + "` was expected");
    }
    try {
      return granted(new TimeStampResponse(answer.body().array()), request, stamped);
    } catch (TSPException | IOException | RuntimeException | StackOverflowError e) {
      return new Answer.Refused("its answer is not a TimeStampResp of RFC 3161");
    }
  }

  private Answer granted(TimeStampResponse response, TimeStampRequest request, Bytes stamped)
      throws IOException {
    int status = response.getStatus();
    var token = response.getTimeStampToken();
    if (status != PKIStatus.GRANTED && status != PKIStatus.GRANTED_WITH_MODS) {
      return new Answer.Refused(refusal(response));
    }
    if (token == null) return new Answer.Refused("it granted a timestamp and sent none");
    if (!request.getNonce().equals(token.getTimeStampInfo().getNonce())) {
      return new Answer.Refused("its timestamp does not bear the nonce of the request");
    }
    // Checked as the bytes that are kept, not as the objects that they came in.
    var kept = Bytes.wrap(token.getEncoded());
    return switch (check.examine(kept.array(), stamped.array())) {
      case TimestampCheck.Examined.Valid(var stamp) -> new Answer.Stamped(kept, stamp);
      case TimestampCheck.Examined.Untrusted(var stamp) -> new Answer.Stamped(kept, stamp);
      case TimestampCheck.Examined.Wrong(_, var detail) ->
          new Answer.Refused("its timestamp is not good: " + detail);
    };
  }

  private static final Map<Integer, String> STATUS =
      Map.of(
          PKIStatus.REJECTION, "rejected the request",
          PKIStatus.WAITING, "is not ready to answer",
          PKIStatus.REVOCATION_WARNING, "says that its certificate will be revoked",
          PKIStatus.REVOCATION_NOTIFICATION, "says that its certificate was revoked");

  private record Reason(int bit, String words) {}

  /// RFC 3161 section 2.4.2.
  private static final List<Reason> REASONS =
      List.of(
          new Reason(PKIFailureInfo.badAlg, "the algorithm is not supported"),
          new Reason(PKIFailureInfo.badRequest, "the request is not permitted"),
          new Reason(PKIFailureInfo.badDataFormat, "the request has a wrong format"),
          new Reason(PKIFailureInfo.timeNotAvailable, "its clock is not available"),
          new Reason(PKIFailureInfo.unacceptedPolicy, "the policy is not supported"),
          new Reason(PKIFailureInfo.unacceptedExtension, "the extension is not supported"),
          new Reason(PKIFailureInfo.addInfoNotAvailable, "further information is not available"),
          new Reason(PKIFailureInfo.systemFailure, "it has a failure of its own"));

  private static String refusal(TimeStampResponse response) {
    var words = new StringJoiner(", ");
    var failure = response.getFailInfo();
    if (failure != null) {
      REASONS.stream()
          .filter(reason -> (failure.intValue() & reason.bit()) != 0)
          .forEach(reason -> words.add(reason.words()));
    }
    if (response.getStatusString() != null) {
      words.add("in its own words: " + Names.printable(response.getStatusString()));
    }
    String what =
        STATUS.getOrDefault(response.getStatus(), "answered status " + response.getStatus());
    return "it " + what + (words.length() == 0 ? "" : " (" + words + ")");
  }
}
