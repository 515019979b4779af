package probity.conformance;

import java.util.Collection;
import java.util.Locale;
import java.util.stream.Collectors;

/// The page that publishes what was tried.
final class Table {
  private static final String HEAD =
      """
      # What was tried to get a secret through

      Made by `./probity conformance --write`; a run says so when this page is not what it saw.

      In every place of every format below a secret was planted, one at a time: a mail address and a card number, which the rules mask, an API key and a private key, which they refuse. Each was written as it is; the address and the API key also with every character as an escape of JSON (in JSON that stands inside a string, as an escape of either), with a character without width between every two, in full-width letters, in Cyrillic look-alikes, and in tag characters; the others also in escapes. **{cases} cases, {delivered} delivered.**

      **How.** The bodies lie in `conformance/matrix`, one file each, in the shapes that the providers document; words in double braces name the places. In process every request and answer is read, and every stream is fed whole, byte by byte, and in two, split at each of its bytes (with the card, the private key and other spellings: at each byte of the secret); where a text comes in several units, the secret is divided between them after each of its characters (a disguised one in its middle). Then every case goes through the running gateway over sockets twenty times, split at bytes that a seed draws (`--seed`), with the ledger written; disguises in process alone. Last, `every other string` puts a secret in the place of every string of a body, names of members and words of the protocol included.

      **What counts as delivered.** Four characters of the secret in a row (seven of a card number, since digits also stand in ids; of a private key those between its armour) in what the provider or the client received: in the bytes, without their escapes, or in a text put together over the units of a stream. The reader that looks shares no code with the gateway. The hold-back rule lets no character of a finding go before it is known; fewer than four could be any word.

      **What else fails a run.** A secret that is not on record as found; a masked body or stream in which anything but the secret changed (log probabilities aside, which a mask takes away); a key that did not end the exchange; a kind of place that a body holds and no case covers; anything found where nothing was planted.

      **What the words mean.** `masked`: delivered with a mask in its place. `refused`: nothing went on. `cut`: the stream ended with an error before it. `left out`: a header that was not forwarded. Places `unread.…` hold content that nobody can read, and the rules refuse it for that. `line.…` are lines of an event stream outside of its data, and headers. Places in `….json` stand in JSON inside a string. `name.…` are names that must be declared, so that a masked one is refused later on; `signed.…` are texts that only go back unchanged, where a mask ends the exchange.

      **What is not tried.** Headers of a provider's answer, of which one in which something is found stays here. Numbers: only strings are inspected, and embeddings in base64 are numbers. Spellings that nobody lists: `Spelling` has the seven that are tried. A text that is divided between two channels, such as thoughts and speech: a client shows them apart.
      """;

  private Table() {}

  static String of(Tally tally) {
    var out =
        new StringBuilder(
            HEAD.replace("{cases}", grouped(tally.cases()))
                .replace("{delivered}", grouped(tally.delivered())));
    String format = "";
    for (var row : tally.rows().entrySet()) {
      var key = row.getKey();
      if (!key.format().equals(format)) {
        format = key.format();
        out.append("\n## ").append(format).append("\n\n");
        out.append("| place | in | kind | mail, card | keys | cases | delivered |\n");
        out.append("|---|---|---|---|---|---|---|\n");
      }
      out.append("| ")
          .append(key.sweep() ? key.place() : "`" + key.place() + "`")
          .append(" | ")
          .append(key.way().word())
          .append(" | ")
          .append(words(row.getValue().kinds()))
          .append(" | ")
          .append(words(row.getValue().ofMasked()))
          .append(" | ")
          .append(words(row.getValue().ofRefused()))
          .append(" | ")
          .append(grouped(row.getValue().cases()))
          .append(" | ")
          .append(grouped(row.getValue().delivered()))
          .append(" |\n");
    }
    return out.toString();
  }

  private static String words(Collection<String> words) {
    return words.stream()
        .map(word -> word.toLowerCase(Locale.ROOT).replace('_', ' '))
        .collect(Collectors.joining(", "));
  }

  private static String grouped(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }
}
