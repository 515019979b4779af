package probity.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Random;
import org.junit.jupiter.api.Test;

class UtcTimeTest {
  private static final DateTimeFormatter JDK =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
  private static final long LAST = Instant.parse("9999-12-31T23:59:59.999Z").toEpochMilli();

  @Test
  void it_writes_what_the_jdk_writes() {
    var random = new Random(7);

    for (int i = 0; i < 2_000; i++) {
      long millis = random.nextLong(-LAST / 5, LAST);
      assertThat(UtcTime.text(millis)).isEqualTo(JDK.format(Instant.ofEpochMilli(millis)));
    }
    assertThat(UtcTime.text(0)).isEqualTo("1970-01-01T00:00:00.000Z");
    assertThat(UtcTime.text(-1)).isEqualTo("1969-12-31T23:59:59.999Z");
    assertThat(UtcTime.text(LAST)).isEqualTo("9999-12-31T23:59:59.999Z");
  }

  @Test
  void a_year_of_five_digits_is_refused() {
    assertThatIllegalArgumentException().isThrownBy(() -> UtcTime.text(LAST + 1));
  }
}
