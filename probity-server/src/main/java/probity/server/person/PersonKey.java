package probity.server.person;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import probity.ledger.KeyType;
import probity.ledger.Note;
import probity.ledger.NoteSigner;
import probity.ledger.UtcTime;
import probity.ledger.VerifierKey;
import probity.ledger.statement.PersonStatement;
import probity.ledger.statement.ReadStatement;
import probity.server.command.CommandRefused;
import probity.server.command.SecretFile;

/// The private key with which a person signs statements.
///
/// Its file holds one line, in the form that Go's note package reads: `PRIVATE+KEY+<name>+<key
/// id>+<base64(0x01 ‖ seed)>`; or `PROBITY+SEALED+KEY+<name>+<key id>+<base64>` where a passphrase
/// protects it ([Sealed]).
public final class PersonKey implements NoteSigner {
  private static final String PLAIN = "PRIVATE+KEY";
  private static final String SEALED = "PROBITY+SEALED+KEY";
  private static final int SEED_BYTES = 32;
  private static final int FILE_BYTES_MAX = 1024;

  private final VerifierKey key;
  private final byte[] seed;

  private PersonKey(VerifierKey key, byte[] seed) {
    this.key = key;
    this.seed = seed;
  }

  /// A new key of the person `name`.
  public static PersonKey generate(String name, SecureRandom random) {
    if (!PersonStatement.isName(name)) {
      throw new CommandRefused(
          "name `" + name + "` is not of lower-case letters, digits, dots and hyphens");
    }
    byte[] seed = new byte[SEED_BYTES];
    random.nextBytes(seed);
    return of(name, seed);
  }

  private static PersonKey of(String name, byte[] seed) {
    byte[] raw = new Ed25519PrivateKeyParameters(seed, 0).generatePublicKey().getEncoded();
    return new PersonKey(VerifierKey.of(name, raw).orThrow(), seed);
  }

  @Override
  public VerifierKey key() {
    return key;
  }

  @Override
  public byte[] sign(byte[] text) {
    var signer = new Ed25519Signer();
    signer.init(true, new Ed25519PrivateKeyParameters(seed, 0));
    signer.update(text, 0, text.length);
    byte[] signature = signer.generateSignature();
    if (!key.verifies(text, signature)) throw new IllegalStateException("a signature is not good");
    return signature;
  }

  /// The note of a statement with this key's signature alone.
  public Note signed(String statement) {
    byte[] text = statement.getBytes(StandardCharsets.UTF_8);
    return Note.parse(Note.sign(text, this)).orThrow();
  }

  /// The note with this key's signature added.
  public Note added(Note note) {
    byte[] text = note.text().getBytes(StandardCharsets.UTF_8);
    byte[] whole = note.whole().getBytes(StandardCharsets.UTF_8);
    return Note.parse(Note.addSignature(whole, text, this)).orThrow();
  }

  /// The header `authorization` with which this person reads `path` of the control API.
  public String readsHeader(String log, String path, Instant now) {
    var statement = new ReadStatement(log, path, UtcTime.text(now.toEpochMilli()));
    byte[] note = signed(statement.text()).whole().getBytes(StandardCharsets.UTF_8);
    return "Probity " + base64(note);
  }

  /// Writes the key to a file that was not there before.
  public void write(Path file, Optional<char[]> passphrase, SecureRandom random) {
    byte[] typed = new byte[1 + SEED_BYTES];
    typed[0] = KeyType.ED25519.code();
    System.arraycopy(seed, 0, typed, 1, SEED_BYTES);
    String head = "+" + key.name() + "+" + HexFormat.of().formatHex(key.id()) + "+";
    String line =
        passphrase
            .map(secret -> SEALED + head + base64(Sealed.seal(typed, secret, random)))
            .orElseGet(() -> PLAIN + head + base64(typed));
    SecretFile.create(file, line + "\n");
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  /// Reads a key from its file.
  public static PersonKey read(Path file, Passphrase passphrase) {
    String line;
    try {
      if (Files.size(file) > FILE_BYTES_MAX) throw wrong(file, "it is too large");
      line = Files.readString(file).strip();
    } catch (IOException e) {
      throw new CommandRefused("key file `" + file + "` cannot be read", e);
    }
    boolean sealed = line.startsWith(SEALED + "+");
    if (!sealed && !line.startsWith(PLAIN + "+")) throw wrong(file, "it does not begin as one");
    String[] parts = line.substring((sealed ? SEALED : PLAIN).length() + 1).split("\\+", 3);
    if (parts.length != 3 || !PersonStatement.isName(parts[0])) {
      throw wrong(file, "name, key id and key were expected");
    }
    byte[] typed;
    try {
      typed = Base64.getDecoder().decode(parts[2]);
    } catch (IllegalArgumentException e) {
      throw wrong(file, "its key is not base64");
    }
    if (sealed) {
      typed =
          Sealed.open(typed, passphrase.of(file))
              .orElseThrow(() ->
                  new CommandRefused("key file `" + file + "` does not open with this passphrase"));
    }
    if (typed.length != 1 + SEED_BYTES || typed[0] != KeyType.ED25519.code()) {
      throw wrong(file, "it is no Ed25519 key");
    }
    var key = of(parts[0], Arrays.copyOfRange(typed, 1, typed.length));
    if (!HexFormat.of().formatHex(key.key().id()).equals(parts[1])) {
      throw wrong(file, "the key id is not that of the key");
    }
    return key;
  }

  private static CommandRefused wrong(Path file, String why) {
    return new CommandRefused("`" + file + "` is no key file of `./probity key new`: " + why);
  }
}
