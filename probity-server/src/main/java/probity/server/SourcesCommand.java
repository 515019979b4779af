package probity.server;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Period;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import probity.index.Index;
import probity.index.Query;
import probity.server.source.ConfluenceExport;
import probity.server.source.DocumentFiles;
import probity.server.source.SourcesFolder;
import probity.server.source.TakenDocuments;
import probity.source.Ingest;
import probity.source.Source;
import probity.source.SourceIndex;

/// `probity sources`: the documents that the text of prompts is traced to.
@Command(
    name = "sources",
    description = "Documents that the text of prompts is traced to (docs/sources.md).",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      SourcesCommand.Add.class,
      SourcesCommand.Remove.class,
      SourcesCommand.Listed.class,
      SourcesCommand.Show.class
    })
final class SourcesCommand implements Runnable {
  @CommandLine.Spec private CommandLine.Model.@Nullable CommandSpec spec;

  @Override
  public void run() {
    if (spec != null) spec.commandLine().usage(spec.commandLine().getOut());
  }

  /// `sources add`: exits with 1 where a file could not be read.
  @Command(
      name = "add",
      description =
          "Takes fingerprints of the files of a folder, or of the pages of a Confluence space; no text"
              + " is kept. What changed gets a new version. Exits with 1 where something could not be"
              + " read.",
      mixinStandardHelpOptions = true)
  static final class Add implements Callable<Integer> {
    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9][A-Za-z0-9 ._/+@-]{0,79}");

    @CommandLine.Spec private CommandLine.Model.@Nullable CommandSpec spec;
    @Mixin private DataFolder data = new DataFolder();

    @ArgGroup(multiplicity = "1")
    private From from = new From();

    /// Where the documents are, one of these.
    static final class From {
      @Parameters(paramLabel = "FOLDER", description = "its files, and those of its folders")
      private @Nullable Path folder;

      @Option(
          names = "--confluence-export",
          paramLabel = "FILE",
          description = "the zip file of a space that Confluence exported to HTML")
      private @Nullable Path confluence;

      SourcesFolder.Documents documents(TakenDocuments taken) {
        if (confluence != null) {
          if (!Files.isRegularFile(confluence)) {
            throw new StartRefused("`" + confluence + "` is no file");
          }
          return new ConfluenceExport(confluence, taken);
        }
        if (folder == null || !Files.isDirectory(folder)) {
          throw new StartRefused("`" + folder + "` is no folder");
        }
        return new DocumentFiles(folder, taken);
      }
    }

    @Option(
        names = "--id-prefix",
        required = true,
        paramLabel = "PREFIX",
        description = "before each file's path in its id, such as hr/")
    private String prefix = "";

    @Option(
        names = "--uri-prefix",
        paramLabel = "PREFIX",
        description =
            "before each file's path in the name that applications give the document, such as"
                + " https://wiki.example/hr/")
    private @Nullable String uriPrefix;

    @Option(names = "--owner", required = true, description = "who answers for the documents")
    private String owner = "";

    @Option(
        names = "--classification",
        required = true,
        paramLabel = "WORD",
        description = "such as public, internal or restricted")
    private String classification = "";

    @Option(names = "--licence", required = true, description = "under which they may be used")
    private String licence = "";

    @Option(
        names = "--retention",
        required = true,
        paramLabel = "PERIOD",
        description = "how long they may be used, such as P3Y")
    private String retention = "";

    @Override
    public Integer call() {
      if (spec == null) throw new IllegalStateException("not run by the command line");
      check();
      PrintWriter out = spec.commandLine().getOut();
      var about = new Source.About(owner, classification, licence, retention, "");
      var taken =
          new TakenDocuments(prefix, Optional.ofNullable(uriPrefix), about, Clock.systemUTC());
      SourceIndex index = new SourcesFolder(data.path()).ingest(from.documents(taken));
      taken.unread().forEach((file, why) -> out.println("not read: `" + file + "` " + why));
      for (Ingest.Result result : taken.results().keySet()) {
        out.println(
            result.name().toLowerCase(Locale.ROOT).replace('_', ' ')
                + ": "
                + taken.results().get(result));
      }
      out.println("not read: " + taken.unread().size());
      out.println("index " + index.version().hex());
      out.flush();
      return taken.unread().isEmpty() ? 0 : 1;
    }

    private void check() {
      if (!Source.isId(prefix)) {
        throw new StartRefused("--id-prefix `" + prefix + "` does not match [a-z0-9./_-]+");
      }
      if (uriPrefix != null && !Source.isUri(uriPrefix)) {
        throw new StartRefused(
            "--uri-prefix is not one line of at most " + Source.URI_MAX + " characters");
      }
      word("--owner", owner);
      word("--classification", classification);
      word("--licence", licence);
      try {
        Period.parse(retention);
      } catch (DateTimeException wrong) {
        throw new StartRefused("--retention `" + retention + "` is no period such as P3Y or P90D");
      }
    }

    private static void word(String option, String word) {
      if (!WORD.matcher(word).matches()) {
        throw new StartRefused(
            option + " `" + word + "` is not 1 to 80 letters, digits, blanks and ._/+@-");
      }
    }
  }

  /// `sources remove`.
  @Command(
      name = "remove",
      description =
          "Takes documents out, with their fingerprints. Records that name them stay as they are.",
      mixinStandardHelpOptions = true)
  static final class Remove implements Callable<Integer> {
    @CommandLine.Spec private CommandLine.Model.@Nullable CommandSpec spec;
    @Mixin private DataFolder data = new DataFolder();

    @ArgGroup(multiplicity = "1")
    private Which which = new Which();

    /// Which documents, one of these.
    static final class Which {
      @Parameters(paramLabel = "ID", arity = "1..*", description = "of the documents")
      private List<String> ids = List.of();

      @Option(
          names = "--id-prefix",
          paramLabel = "PREFIX",
          description = "all whose id begins so, such as hr/")
      private @Nullable String prefix;
    }

    @Override
    public Integer call() {
      if (spec == null) throw new IllegalStateException("not run by the command line");
      PrintWriter out = spec.commandLine().getOut();
      int[] removed = {0};
      var index = new SourcesFolder(data.path()).ingest(ingest -> removed[0] = remove(ingest));
      out.println("removed: " + removed[0]);
      out.println("index " + index.version().hex());
      out.flush();
      return 0;
    }

    private int remove(Ingest ingest) {
      for (String id : which.ids) {
        if (!ingest.has(id)) throw new StartRefused("there is no source `" + id + "`");
      }
      String prefix = which.prefix;
      var ids = Set.copyOf(which.ids);
      int removed = ingest.remove(id -> prefix == null ? ids.contains(id) : id.startsWith(prefix));
      if (removed == 0) throw new StartRefused("there is no source `" + prefix + "…`");
      return removed;
    }
  }

  /// `sources list`.
  @Command(
      name = "list",
      description = "Lists the documents, and how much of each can be told from all others.",
      mixinStandardHelpOptions = true)
  static final class Listed implements Callable<Integer> {
    @CommandLine.Spec private CommandLine.Model.@Nullable CommandSpec spec;
    @Mixin private DataFolder data = new DataFolder();

    @Override
    public Integer call() {
      if (spec == null) throw new IllegalStateException("not run by the command line");
      PrintWriter out = spec.commandLine().getOut();
      var index = new SourcesFolder(data.path()).load();
      var table =
          new Table(
              "id",
              "version",
              "classification",
              "owner",
              "licence",
              "retention",
              "fingerprints",
              "its own");
      for (Source source : index.catalogue().sources()) {
        table.add(
            List.of(
                source.id(),
                Integer.toString(source.newest().number()),
                source.about().classification(),
                source.about().owner(),
                source.about().licence(),
                source.about().retention(),
                Integer.toString(source.newest().fingerprints()),
                Integer.toString(index.telling(source.id()))));
      }
      table.print(out);
      out.println(index.catalogue().sources().size() + " sources, index " + index.version().hex());
      out.flush();
      return 0;
    }
  }

  /// `sources show`.
  @Command(
      name = "show",
      description =
          "Shows a document, its versions, and the newest decisions on requests that had text of it.",
      mixinStandardHelpOptions = true)
  static final class Show implements Callable<Integer> {
    @CommandLine.Spec private CommandLine.Model.@Nullable CommandSpec spec;
    @Mixin private DataFolder data = new DataFolder();

    @Parameters(paramLabel = "ID", description = "of the document")
    private String id = "";

    @Option(
        names = "--limit",
        paramLabel = "N",
        description = "the newest N decisions (default: ${DEFAULT-VALUE})")
    private int limit = 20;

    @Override
    public Integer call() {
      if (spec == null) throw new IllegalStateException("not run by the command line");
      if (limit < 1 || limit > Query.LIMIT_MAX) {
        throw new StartRefused("limit `" + limit + "` is not from 1 to " + Query.LIMIT_MAX);
      }
      PrintWriter out = spec.commandLine().getOut();
      var index = new SourcesFolder(data.path()).load();
      var source =
          index
              .catalogue()
              .named(id)
              .orElseThrow(() -> new StartRefused("there is no source `" + id + "`"));
      out.println("source " + source.id());
      if (!source.about().uri().isEmpty()) out.println("uri " + source.about().uri());
      out.println("owner " + source.about().owner());
      out.println("classification " + source.about().classification());
      out.println("licence " + source.about().licence());
      out.println("retention " + source.about().retention());
      out.println("fingerprints of its own " + index.telling(id));
      var table = new Table("version", "ingested", "letters", "fingerprints", "digest of its text");
      for (Source.Version version : source.versions().reversed()) {
        table.add(
            List.of(
                Integer.toString(version.number()),
                version.at(),
                Long.toString(version.letters()),
                Integer.toString(version.fingerprints()),
                version.digest().hex()));
      }
      table.print(out);
      decisions(out);
      out.flush();
      return 0;
    }

    private void decisions(PrintWriter out) {
      var query = new Query(List.of(new Query.Term(Query.Field.SOURCE, id)), limit);
      try (var records = Index.open(data.path())) {
        records.catchUp((_, _, _) -> {});
        var search = records.search();
        var found = search.find(query);
        if (!found.isEmpty()) FindCommand.table(found).print(out);
        out.println(found.size() + " of " + search.count(query) + " records");
      }
    }
  }
}
