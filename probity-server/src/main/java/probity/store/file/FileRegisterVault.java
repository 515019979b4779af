package probity.store.file;

import static probity.store.file.VaultFiles.tried;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import probity.aims.register.Gap;
import probity.console.aims.FileDigest;
import probity.console.aims.RegisterVault;
import probity.evidence.SubjectKey;
import probity.exchange.Bytes;
import probity.ledger.reveal.Disclosure;

/// What registers keep in the vault: texts of acts in files of their own, and files of records, all
/// under keys that no exchange reaches.
final class FileRegisterVault implements RegisterVault {
  private static final int TAG_BYTES = 16;

  private final SubjectKeys keys;
  private final ActTexts texts;
  private final RecordFileStore files;
  private final InstantSource clock;
  private final SecureRandom random;

  /// By the name of the key's file. Guarded by `keys`.
  private final Map<String, SubjectKey> cache;

  FileRegisterVault(
      SubjectKeys keys,
      ActTexts texts,
      RecordFileStore files,
      int cachedMax,
      InstantSource clock,
      SecureRandom random) {
    this.keys = keys;
    this.texts = texts;
    this.files = files;
    this.cache = new LeastRecent(cachedMax);
    this.clock = clock;
    this.random = random;
  }

  @Override
  public SubjectKey key(String subject) {
    String name = keys.name(subject);
    return tried(() -> {
      synchronized (keys) {
        var found = held(name);
        return found.isPresent() ? found.get() : remember(name, keys.make(name));
      }
    });
  }

  @Override
  public Optional<SubjectKey> find(String subject) {
    return tried(() -> held(keys.name(subject)));
  }

  private Optional<SubjectKey> held(String name) throws IOException {
    synchronized (keys) {
      var cached = Optional.ofNullable(cache.get(name));
      return cached.isPresent() ? cached : keys.find(name).map(key -> remember(name, key));
    }
  }

  private SubjectKey remember(String name, SubjectKey key) {
    cache.put(name, key);
    return key;
  }

  /// Destroys a key, unless the subject has a newer one, and forgets it.
  void destroy(String subject, String id) {
    String name = keys.name(subject);
    tried(() -> {
      synchronized (keys) {
        cache.remove(name);
        keys.destroy(name, id);
        // A newer key of the subject has files of its own.
        if (keys.find(name).isEmpty()) files.remove(name);
      }
      return id;
    });
  }

  @Override
  public void keep(String act, List<Value> values) {
    if (values.isEmpty()) return;
    var sealed = new ArrayList<ActFrame.Text>(values.size());
    for (Value value : values) {
      var key = key(value.subject());
      byte[] text = value.text().getBytes(StandardCharsets.UTF_8);
      sealed.add(
          new ActFrame.Text(
              keys.name(value.subject()),
              tag(key),
              value.field(),
              Bytes.wrap(Sealed.seal(sealing(key), text, belongsTo(act, value.field()), random))));
    }
    String month = clock.instant().atOffset(ZoneOffset.UTC).toString().substring(0, 7);
    tried(() -> {
      texts.append(month, new ActFrame(act, sealed));
      return act;
    });
  }

  @Override
  public List<Held> values(String act) {
    return tried(() -> {
      var held = new ArrayList<Held>();
      for (ActFrame frame : texts.of(act)) {
        for (ActFrame.Text text : frame.texts()) held.add(new Held(text.field(), open(act, text)));
      }
      return List.copyOf(held);
    });
  }

  @Override
  public void keepFile(String subject, FileDigest digest, Bytes content) {
    var key = key(subject);
    tried(() -> {
      files.keep(keys.name(subject), key, digest, content.array());
      return digest;
    });
  }

  @Override
  public HeldFile file(String subject, FileDigest digest) {
    return tried(() -> {
      String name = keys.name(subject);
      var key = held(name);
      return key.isPresent()
          ? files.read(name, key.get(), digest)
          : new HeldFile.Lacking(Gap.ERASED);
    });
  }

  private Optional<Disclosure> open(String act, ActFrame.Text text) throws IOException {
    var key = held(text.name()).filter(found -> tag(found).equals(text.tag()));
    if (key.isEmpty()) return Optional.empty();
    byte[] plain =
        Sealed.open(sealing(key.get()), text.sealed().array(), belongsTo(act, text.field()))
            .orElseThrow(() ->
                new StoreException(
                    StoreException.Kind.DAMAGED, "a text of an act does not open under its key"));
    return Optional.of(
        key.get().withhold(act, text.field(), new String(plain, StandardCharsets.UTF_8)));
  }

  private static byte[] sealing(SubjectKey key) {
    return Disclosure.hmac(key.bytes(), "probity vault registers");
  }

  /// Another than the id, which stands in the ledger once the key is erased: whoever has no key
  /// cannot tell which texts lay under it.
  private static String tag(SubjectKey key) {
    byte[] tag = Disclosure.hmac(key.bytes(), "probity vault register tag");
    return HexFormat.of().formatHex(Arrays.copyOf(tag, TAG_BYTES));
  }

  private static String belongsTo(String act, String field) {
    return act + "\n" + field;
  }
}
