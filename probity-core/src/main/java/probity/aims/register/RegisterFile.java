package probity.aims.register;

/// A description of a register, as it is written.
///
/// @param path for mistakes; its last name is the register's id with `.yaml`
public record RegisterFile(String path, String text) {
  String name() {
    return path.substring(path.lastIndexOf('/') + 1);
  }
}
