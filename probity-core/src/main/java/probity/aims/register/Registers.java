package probity.aims.register;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import probity.yaml.Mistake;
import probity.yaml.Mistakes;
import probity.yaml.Yaml;

/// All registers, in the order in which pages list them.
public final class Registers {
  /// The most registers that are read at a time.
  static final int REGISTERS_MAX = 100;

  /// A record's id: the register's prefix, and a number from 1 on.
  private static final Pattern RECORD = Pattern.compile("([a-z]+)-([1-9][0-9]{0,8})");

  private final List<Register> all;

  Registers(List<Register> all) {
    this.all = List.copyOf(all);
  }

  /// The registers of the product.
  public static Registers ofProduct() {
    return switch (read(descriptions())) {
      case RegistersReading.Loaded(var registers) -> registers;
      case RegistersReading.Mistaken(var mistakes) ->
          throw new IllegalStateException(
              String.join("\n", mistakes.stream().map(Mistake::render).toList()));
    };
  }

  /// The descriptions of the product's registers, in the order of pages.
  public static List<RegisterFile> descriptions() {
    return text("registers/index.txt")
        .lines()
        .map(name -> new RegisterFile("registers/" + name, text("registers/" + name)))
        .toList();
  }

  /// Reads all descriptions of an installation; they may link to each other in any order.
  public static RegistersReading read(List<RegisterFile> files) {
    var mistakes = new Mistakes();
    if (files.size() > REGISTERS_MAX) {
      mistakes.add(
          Mistake.ofFile(
              "registers",
              files.size() + " descriptions, at most " + REGISTERS_MAX + " were expected"));
      return new RegistersReading.Mistaken(mistakes.inOrder());
    }
    var reader = new RegisterReader();
    var registers = new ArrayList<Register>();
    for (RegisterFile file : files) {
      reader
          .read(file.name(), Yaml.read(file.path(), file.text(), mistakes))
          .ifPresent(registers::add);
    }
    reader.finish();
    return mistakes.none()
        ? new RegistersReading.Loaded(new Registers(registers))
        : new RegistersReading.Mistaken(mistakes.inOrder());
  }

  public List<Register> all() {
    return all;
  }

  public Optional<Register> find(String id) {
    return all.stream().filter(register -> register.id().equals(id)).findFirst();
  }

  public Optional<Register> withPrefix(String prefix) {
    return all.stream().filter(register -> register.prefix().equals(prefix)).findFirst();
  }

  /// The register of a record, by the record's id, such as `risk-7`; whether there is such a record
  /// is not looked at.
  public Optional<Register> ofRecord(String id) {
    var matcher = RECORD.matcher(id);
    return matcher.matches() ? withPrefix(matcher.group(1)) : Optional.empty();
  }

  /// A file of the management system.
  static String text(String name) {
    try (InputStream file = Registers.class.getResourceAsStream("/probity/aims/" + name)) {
      return new String(Objects.requireNonNull(file, name).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
