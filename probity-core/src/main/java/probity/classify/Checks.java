package probity.classify;

import static java.util.Map.entry;

import java.util.Map;
import java.util.TreeSet;

/// What a rule can ask of a value besides its form, by name.
final class Checks {
  private static final Map<String, Check> ALL =
      Map.ofEntries(
          entry("varied", Shapes::varied),
          entry("digit", Shapes::digit),
          entry("digit-and-letter", Shapes::digitAndLetter),
          entry("many-digits", Shapes::manyDigits),
          entry("mixed", Shapes::mixed),
          entry("random", Shapes::random),
          entry("key-after-id", Shapes::keyAfterId),
          entry("quoted-password", Shapes::quotedPassword),
          entry("bare-password", Shapes::barePassword),
          entry("url-password", Shapes::urlPassword),
          entry("setting-password", Shapes::settingPassword),
          entry("luhn", CheckDigits::luhn),
          entry("mod97", CheckDigits::mod97),
          entry("date", Dates::date),
          entry("us-ssn", NationalIds::usSsn),
          entry("us-itin", NationalIds::usItin),
          entry("de-steuer-id", NationalIds::deTax),
          entry("fr-nir", NationalIds::frNir),
          entry("es-dni", NationalIds::esDni),
          entry("it-codice-fiscale", NationalIds::itFiscale),
          entry("nl-bsn", NationalIds::nlBsn),
          entry("be-rijksregister", NationalIds::beNational),
          entry("pl-pesel", NationalIds::plPesel),
          entry("pl-nip", NationalIds::plNip),
          entry("pt-nif", NationalIds::ptNif),
          entry("se-personnummer", NationalIds::sePerson),
          entry("dk-cpr", NationalIds::dkCpr),
          entry("no-fodselsnummer", NationalIds::noBirth),
          entry("fi-hetu", NationalIds::fiHetu),
          entry("at-svnr", NationalIds::atInsurance),
          entry("ie-pps", NationalIds::iePps),
          entry("cz-rodne-cislo", NationalIds::czBirth),
          entry("ro-cnp", NationalIds::roCnp),
          entry("bg-egn", NationalIds::bgEgn),
          entry("gr-afm", NationalIds::grAfm),
          entry("hr-oib", NationalIds::hrOib),
          entry("hu-adoazonosito", NationalIds::huTax),
          entry("hu-taj", NationalIds::huTaj),
          entry("baltic-person", NationalIds::balticPerson),
          entry("lv-personas-kods", NationalIds::lvPerson),
          entry("lu-matricule", NationalIds::luNational),
          entry("cy-tic", NationalIds::cyTax),
          entry("si-emso", NationalIds::siEmso),
          entry("uk-nino", NationalIds::ukNino),
          entry("uk-nhs", NationalIds::ukNhs),
          entry("de-kvnr", NationalIds::deHealth),
          entry("passport-line", NationalIds::passportLine),
          entry("us-routing", NationalIds::usRouting),
          entry("ipv4", Networks::ipv4),
          entry("ipv4-after-a-word", Networks::ipv4AfterWord),
          entry("ipv6", Networks::ipv6),
          entry("mac", Networks::mac),
          entry("bic", Networks::bic),
          entry("uk-postcode", Networks::ukPostcode));

  private Checks() {}

  /// The check of that name. Any other name is an error of the rule file.
  static Check named(String name) {
    Check check = ALL.get(name);
    if (check == null) {
      throw new IllegalArgumentException(
          "check `" + name + "` is not one of " + String.join(", ", new TreeSet<>(ALL.keySet())));
    }
    return check;
  }
}
