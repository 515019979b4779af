package probity.policy.life;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Arrays;
import probity.ledger.KeyType;
import probity.ledger.Note;
import probity.ledger.NoteSigner;
import probity.ledger.VerifierKey;

/// Somebody with a key.
record TestPerson(VerifierKey key, KeyPair pair) implements NoteSigner {
  static TestPerson named(String name) {
    try {
      var pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
      return of(name, pair);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static TestPerson of(String name, KeyPair pair) {
    byte[] spki = pair.getPublic().getEncoded();
    byte[] raw = Arrays.copyOfRange(spki, spki.length - KeyType.ED25519.keyBytes(), spki.length);
    return new TestPerson(VerifierKey.of(name, raw).orThrow(), pair);
  }

  /// The same key under another name.
  TestPerson renamed(String name) {
    return of(name, pair);
  }

  String name() {
    return key.name();
  }

  /// A note of `text` that these people signed, in this order.
  static Note note(String text, TestPerson... people) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    byte[] note = Note.sign(bytes, people[0]);
    for (int i = 1; i < people.length; i++) note = Note.addSignature(note, bytes, people[i]);
    return Note.parse(note).orThrow();
  }

  @Override
  public byte[] sign(byte[] text) {
    try {
      var signature = Signature.getInstance("Ed25519");
      signature.initSign(pair.getPrivate());
      signature.update(text);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
