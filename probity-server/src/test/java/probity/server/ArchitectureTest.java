package probity.server;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// The directions between packages that ARCHITECTURE.md promises.
class ArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("probity");

  private static final String[] PURE = {
    "probity.ledger..",
    "probity.exchange..",
    "probity.identity..",
    "probity.wire..",
    "probity.classify..",
    "probity.policy..",
    "probity.evidence..",
    "probity.reperform..",
    "probity.replay..",
    "probity.source..",
    "probity.aims..",
    "probity.token..",
    "probity.json..",
    "probity.yaml.."
  };

  @Test
  void dependencies_between_modules_point_one_way() {
    layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .layer("ledger")
        .definedBy("probity.ledger..")
        .layer("verify")
        .definedBy("probity.verify..")
        .layer("core")
        .definedBy(
            "probity.exchange..",
            "probity.identity..",
            "probity.wire..",
            "probity.classify..",
            "probity.policy..",
            "probity.evidence..",
            "probity.reperform..",
            "probity.replay..",
            "probity.source..",
            "probity.aims..",
            "probity.token..",
            "probity.json..",
            "probity.yaml..")
        .layer("detect")
        .definedBy("probity.detect..")
        .layer("gateway")
        .definedBy("probity.gateway..")
        .layer("console")
        .definedBy("probity.console..")
        .layer("server")
        .definedBy(
            "probity.server..",
            "probity.control..",
            "probity.review..",
            "probity.canary..",
            "probity.webhook..",
            "probity.store..",
            "probity.http..",
            "probity.cosign..",
            "probity.publish..",
            "probity.copy..",
            "probity.timestamp..",
            "probity.witness..",
            "probity.index..",
            "probity.reconcile..")
        .whereLayer("server")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("detect")
        .mayOnlyBeAccessedByLayers("server")
        .whereLayer("gateway")
        .mayOnlyBeAccessedByLayers("server")
        .whereLayer("console")
        .mayOnlyBeAccessedByLayers("server")
        .whereLayer("core")
        .mayOnlyBeAccessedByLayers("detect", "gateway", "console", "server")
        .whereLayer("verify")
        .mayOnlyBeAccessedByLayers("server")
        .whereLayer("verify")
        .mayOnlyAccessLayers("ledger")
        .whereLayer("ledger")
        .mayNotAccessAnyLayer()
        .check(CLASSES);
  }

  @Test
  void packages_have_no_cycles() {
    slices().matching("probity.(**)").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void the_ledger_and_its_verifier_need_the_jdk_alone() {
    noClasses()
        .that()
        .resideInAnyPackage("probity.ledger..", "probity.verify..")
        .should()
        .dependOnClassesThat()
        .resideOutsideOfPackages(
            "java..", "javax.crypto..", "probity.ledger..", "probity.verify..", "org.jspecify..")
        .check(CLASSES);
  }

  @Test
  void the_rules_of_the_product_touch_no_clock_file_socket_or_thread() {
    noClasses()
        .that()
        .resideInAnyPackage(PURE)
        .should()
        .dependOnClassesThat(
            resideInAnyPackage("java.nio.file..", "java.net..", "java.sql..", "io.netty..")
                // An address is a text; reading it opens nothing.
                .and(not(belongToAnyOf(URI.class, URISyntaxException.class))))
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.lang.Thread")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(System.class, "nanoTime")
        .orShould()
        .callMethod(System.class, "getenv", String.class)
        .orShould()
        .callMethod(java.time.Instant.class, "now")
        .check(CLASSES);
  }

  @Test
  void no_gateway_has_a_solver_on_its_class_path() {
    assertThat(List.of("com/microsoft/z3/Context.class", "dev/cel/verifier/CelVerifier.class"))
        .allSatisfy(name ->
            assertThat(ClassLoader.getSystemClassLoader().getResource(name)).as(name).isNull());
  }

  @Test
  void only_stores_and_wiring_know_the_stores() {
    noClasses()
        .that()
        .resideOutsideOfPackages("probity.server..", "probity.store..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("probity.store..")
        .check(CLASSES);
  }

  @Test
  void the_index_reads_published_files_and_knows_neither_stores_nor_wiring() {
    noClasses()
        .that()
        .resideInAPackage("probity.index..")
        .should()
        .dependOnClassesThat()
        .resideOutsideOfPackages(
            "java..", "org.jspecify..", "org.sqlite..", "probity.index..", "probity.ledger..")
        .check(CLASSES);
    noClasses()
        .that()
        .resideOutsideOfPackages("probity.server..", "probity.index..", "probity.reconcile..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("probity.index..")
        .check(CLASSES);
  }

  @Test
  void only_the_index_and_the_accounts_know_a_database() {
    noClasses()
        .that()
        .resideOutsideOfPackages("probity.index..", "probity.store.account..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.sql..", "org.sqlite..")
        .check(CLASSES);
  }

  @Test
  void only_the_shell_of_the_console_knows_the_web_framework() {
    noClasses()
        .that()
        .resideOutsideOfPackages("probity.console", "probity.console.page..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.javalin..", "org.eclipse.jetty..", "jakarta.servlet..", "gg.jte..")
        .check(CLASSES);
  }

  @Test
  void architecture_names_classes_that_exist() throws IOException {
    var text = Files.readString(Path.of("..", "ARCHITECTURE.md"));
    var known = CLASSES.stream().map(JavaClass::getSimpleName).collect(Collectors.toSet());

    var named =
        Pattern.compile("`([A-Z][A-Za-z]+)(?:\\.[a-z][A-Za-z]*)?`")
            .matcher(text)
            .results()
            .map(match -> match.group(1))
            .filter(name -> !name.equals("ArchitectureTest"))
            .collect(Collectors.toSet());

    assertThat(named).hasSizeGreaterThan(15);
    assertThat(known).containsAll(named);
  }
}
