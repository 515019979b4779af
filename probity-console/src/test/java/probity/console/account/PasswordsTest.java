package probity.console.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import org.junit.jupiter.api.Test;

class PasswordsTest {
  private final Passwords passwords = new Passwords(new SecureRandom());

  @Test
  void a_hash_is_argon2id_with_19_mib_and_two_passes_and_its_own_salt() {
    var hash = passwords.hash("correct horse battery");

    assertThat(hash).startsWith("$argon2id$v=19$m=19456,t=2,p=1$").doesNotContain("horse");
    assertThat(passwords.hash("correct horse battery")).isNotEqualTo(hash);
  }

  @Test
  void a_password_matches_its_hash_and_no_other() {
    var hash = passwords.hash("correct horse battery");

    assertThat(passwords.matches("correct horse battery", hash)).isTrue();
    assertThat(passwords.matches("correct horse batterz", hash)).isFalse();
    assertThat(passwords.matches("", hash)).isFalse();
  }

  /// Made by the reference program, `argon2 somesalt -id -t 2 -k 65536 -p 1`, of its test suite.
  @Test
  void a_hash_of_another_program_and_other_bounds_is_understood() {
    var hash =
        "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";

    assertThat(passwords.matches("password", hash)).isTrue();
  }

  @Test
  void one_text_typed_in_two_ways_is_one_password() {
    var hash = passwords.hash("fraiche cr\u00e8me br\u00fbl\u00e9e");

    assertThat(passwords.matches("fraiche cre\u0300me bru\u0302le\u0301e", hash)).isTrue();
  }

  @Test
  void a_new_password_is_long_and_is_not_the_login() {
    assertThat(Passwords.mistake("short", "ada"))
        .contains("has 5 characters, at least 12 were expected");
    assertThat(Passwords.mistake("Ada.Adler.Example", "ada.adler.example")).isPresent();
    assertThat(Passwords.mistake("x".repeat(257), "ada")).isPresent();
    assertThat(Passwords.mistake("all small letters", "ada")).isEmpty();
  }
}
