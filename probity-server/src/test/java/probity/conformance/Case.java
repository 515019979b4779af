package probity.conformance;

import java.util.ArrayList;
import java.util.List;

/// A secret in one place of one body, in one spelling.
record Case(Body body, String place, Secret secret, Spelling spelling) {
  /// Every string of a body, one after the other.
  static final String EVERY_STRING = "every other string";

  /// Content that cannot be read; the word after it is its kind.
  private static final String UNREAD = "unread.";

  /// A name that has to be declared: masked or not, nothing permits it.
  private static final String NAME = "name.";

  /// A text that goes back to its provider signed: it cannot be masked, so the rules may refuse it.
  private static final String SIGNED = "signed.";

  /// All cases of a body.
  static List<Case> of(Body body) {
    var cases = new ArrayList<Case>();
    for (String place : body.places().keySet()) {
      for (Secret secret : Body.secrets(place)) {
        for (Spelling spelling : Spelling.TRIED) {
          if (spelling.fits(secret) && spelling.fits(Template.context(place))) {
            cases.add(new Case(body, place, secret, spelling));
          }
        }
      }
    }
    return cases;
  }

  /// Whether it stands in a header of a request.
  boolean inHeader() {
    return body.lines().places().containsKey(place);
  }

  boolean isUnread() {
    return place.startsWith(UNREAD);
  }

  /// The kind of content that is not read.
  String unreadKind() {
    return place.substring(UNREAD.length()).split("\\.", 2)[0];
  }

  /// Whether a mask may end the exchange.
  boolean mayEnd() {
    return place.startsWith(NAME) || place.startsWith(SIGNED);
  }

  int parts() {
    return body.places().getOrDefault(place, 0);
  }

  private String written() {
    return spelling.disguise(secret.text);
  }

  /// The secret in its place, its first part so many characters long.
  Template.Planted planted(int first) {
    return new Template.Planted(place, Template.divided(written(), parts(), first), spelling);
  }

  /// Where the first part of a text that comes in parts can end.
  int divisions() {
    return parts() < 2 ? 1 : written().length() - 1;
  }

  /// The body with a mask in the place of the secret.
  String masked(String ticket) {
    return with(secret.mask(), ticket);
  }

  /// The body with nothing in its place.
  String emptied(String ticket) {
    return with("", ticket);
  }

  private String with(String text, String ticket) {
    var pieces = new ArrayList<String>();
    pieces.add(text);
    for (int part = 1; part < parts(); part++) pieces.add("");
    return body.body(new Template.Planted(place, pieces, Spelling.PLAIN), ticket);
  }

  @Override
  public String toString() {
    return body + ", " + place + ", " + secret + ", " + spelling;
  }
}
