package probity.classify;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// What the words before some digits say of them.
final class PhoneWords {
  /// How many characters before a number are looked at.
  static final int BEHIND = 48;

  enum Say {
    NOTHING,
    /// It is a number of a telephone.
    PHONE,
    /// It is a number of something else.
    OTHER
  }

  private static final Set<String> PHONE =
      Set.of(
          // English
          "phone",
          "phones",
          "telephone",
          "tel",
          "mobile",
          "cell",
          "cellphone",
          "fax",
          "telefax",
          "call",
          "called",
          "calling",
          "callback",
          "dial",
          "ring",
          "sms",
          "whatsapp",
          "hotline",
          "helpline",
          "landline",
          "voicemail",
          "ph",
          "contact",
          "reach",
          "text",
          // German
          "telefon",
          "telefonnummer",
          "telefonisch",
          "handy",
          "handynummer",
          "mobil",
          "mobilnummer",
          "mobiltelefon",
          "rufnummer",
          "rückruf",
          "faxnummer",
          "festnetz",
          "durchwahl",
          "anrufen",
          "rufen",
          "ruf",
          "erreichbar",
          "erreichen",
          // French
          "téléphone",
          "tél",
          "portable",
          "télécopie",
          "appeler",
          "appelez",
          "appelle",
          "joindre",
          "joignable",
          "numéro",
          // Spanish, Italian, Dutch, Portuguese
          "teléfono",
          "telefono",
          "móvil",
          "llamar",
          "llame",
          "cellulare",
          "chiamare",
          "telefoon",
          "mobiel",
          "bellen",
          "telefone",
          "celular");

  private static final Set<String> OTHER =
      Set.of(
          "order",
          "orders",
          "invoice",
          "ticket",
          "isbn",
          "issn",
          "id",
          "ids",
          "account",
          "acct",
          "ref",
          "reference",
          "serial",
          "sku",
          "case",
          "version",
          "build",
          "commit",
          "iban",
          "card",
          "ssn",
          "zip",
          "postcode",
          "plz",
          "part",
          "patent",
          "model",
          "port",
          "tracking",
          "batch",
          "bestellung",
          "bestellnummer",
          "auftrag",
          "auftragsnummer",
          "rechnung",
          "rechnungsnummer",
          "kundennummer",
          "konto",
          "kontonummer",
          "artikel",
          "artikelnummer",
          "vorgang",
          "aktenzeichen",
          "commande",
          "facture",
          "compte",
          "dossier",
          "siret",
          "siren",
          "uuid",
          "guid",
          "hash",
          "timestamp",
          "epoch",
          "eur",
          "usd",
          "gbp",
          "chf");

  /// Words between the word that tells and the number.
  private static final Set<String> LINKS =
      Set.of(
          "no", "nr", "number", "num", "nummer", "code", "is", "ist", "est", "the", "at", "on",
          "under", "unter", "der", "die", "le", "la", "au", "de", "me", "us", "my", "our", "your",
          "mich", "uns", "meine", "mon", "und", "or", "and", "oder", "ou", "to", "für", "for", "of",
          "n", "e", "es", "it", "lautet", "auf", "sur", "by", "via");

  private static final int NEAR = 3;

  private PhoneWords() {}

  static Say before(Window text, int start) {
    var words = words(text, Math.max(text.start(), start - BEHIND), start);
    int seen = 0;
    for (String word : words.reversed()) {
      if (OTHER.contains(word)) return seen < 1 ? Say.OTHER : Say.NOTHING;
      if (PHONE.contains(word) || word.endsWith("phone") || word.endsWith("phonenumber")) {
        return Say.PHONE;
      }
      if (!LINKS.contains(word) && ++seen > NEAR) break;
    }
    return Say.NOTHING;
  }

  /// Words in small letters; the beginning of the first may be cut off, and a number stands as the
  /// empty word.
  private static List<String> words(Window text, int from, int to) {
    var words = new ArrayList<String>();
    var word = new StringBuilder();
    for (int i = from; i <= to; i++) {
      char c = i < to ? text.at(i) : ' ';
      if (Character.isLetter(c)) {
        boolean hump =
            Character.isUpperCase(c) && i > from && Character.isLowerCase(text.at(i - 1));
        if (hump) end(word, words);
        word.append(c);
      } else {
        end(word, words);
        if (Ascii.digit(c) && (words.isEmpty() || !words.getLast().isEmpty())) words.add("");
      }
    }
    return words;
  }

  private static void end(StringBuilder word, List<String> words) {
    if (word.isEmpty()) return;
    words.add(word.toString().toLowerCase(Locale.ROOT));
    word.setLength(0);
  }
}
