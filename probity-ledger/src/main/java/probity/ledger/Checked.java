package probity.ledger;

import java.util.function.Function;

/// The answer of a check on bytes from outside: a value that passed, or what is wrong with them.
public sealed interface Checked<T> {
  /// It passed.
  record Valid<T>(T value) implements Checked<T> {}

  /// It did not; `detail` says what came and what was expected, in lower case, without a full stop.
  record Invalid<T>(Fault fault, String detail) implements Checked<T> {}

  static <T> Checked<T> valid(T value) {
    return new Valid<>(value);
  }

  static <T> Checked<T> invalid(Fault fault, String detail) {
    return new Invalid<>(fault, detail);
  }

  /// Goes on with the value, or carries the fault along.
  default <U> Checked<U> then(Function<T, Checked<U>> next) {
    return switch (this) {
      case Valid<T>(var value) -> next.apply(value);
      case Invalid<T>(var fault, var detail) -> new Invalid<>(fault, detail);
    };
  }

  /// The value of bytes that we wrote ourselves, where anything else is our own mistake.
  default T orThrow() {
    return switch (this) {
      case Valid<T>(var value) -> value;
      case Invalid<T>(var fault, var detail) ->
          throw new IllegalStateException(fault + ": " + detail);
    };
  }
}
