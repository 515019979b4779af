package probity.console.aims.api;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import probity.aims.register.Field;
import probity.aims.register.History;
import probity.aims.register.Register;
import probity.aims.register.Remark;
import probity.aims.register.Revision;
import probity.aims.register.Standing;
import probity.console.aims.Seen;
import probity.ledger.Json;

/// Records as the API shows them to one person. What pages hide from somebody is hidden here too.
record RecordJson(Seen seen) {
  /// A record as it is, without what led to it.
  Json.Obj of(History record) {
    return brief(record).build();
  }

  /// A record with the newest `most` of what happened to it, and its links both ways.
  Json.Obj whole(History record, List<History> from, int most) {
    var events = events(record);
    return brief(record)
        .put("events", events.size())
        .put(
            "history",
            new Json.Arr(events.subList(Math.max(0, events.size() - most), events.size())))
        .put("linked_from", new Json.Arr(from.stream().<Json>map(this::link).toList()))
        .put("links_to", Links.of(record))
        .build();
  }

  private Json.Obj link(History record) {
    boolean hidden = seen.isHidden(record.register(), record.register().fields().getFirst());
    return Json.object()
        .put("record", record.id())
        .put("register", record.register().id())
        .put("title", hidden ? "" : record.title())
        .build();
  }

  private Json.Builder brief(History record) {
    Revision newest = record.newest();
    return Json.object()
        .putAll(said(record.register(), newest))
        .put("author", newest.author())
        .put("change", newest.change().word())
        .put("entry", newest.leaf())
        .put("record", record.id())
        .put("register", record.register().id())
        .put("revision", newest.number())
        .put("standing", word(record.standing()))
        .put("time", newest.time());
  }

  /// What a revision says, and why the rest cannot be shown.
  private Json.Obj said(Register register, Revision revision) {
    var values = new TreeMap<String, String>(revision.values());
    var notShown = new TreeMap<String, String>();
    revision
        .gaps()
        .forEach((field, gap) -> notShown.put(field, gap.name().toLowerCase(Locale.ROOT)));
    for (Field field : register.fields()) {
      if (seen.isHidden(register, field) && values.remove(field.id()) != null) {
        notShown.put(field.id(), "hidden");
      }
    }
    return Json.object().put("not_shown", texts(notShown)).put("values", texts(values)).build();
  }

  static Json.Obj texts(Map<String, String> texts) {
    var object = Json.object();
    texts.forEach(object::put);
    return object.build();
  }

  static String word(Standing standing) {
    return standing.name().toLowerCase(Locale.ROOT);
  }

  /// The oldest first.
  private List<Json> events(History record) {
    record Event(String time, int revision, Json.Obj json) {}
    var events = new ArrayList<Event>();
    for (Revision one : record.revisions()) {
      events.add(new Event(one.time(), one.number(), event(record.register(), one)));
    }
    for (Remark one : record.remarks()) {
      events.add(new Event(one.time(), one.revision(), event(one)));
    }
    return events.stream()
        // Of one millisecond, a revision comes before what was said of it, and before the next.
        .sorted(Comparator.comparing(Event::time).thenComparingInt(Event::revision))
        .<Json>map(Event::json)
        .toList();
  }

  private Json.Obj event(Register register, Revision one) {
    return Json.object()
        .putAll(said(register, one))
        .put("change", one.change().word())
        .put("entry", one.leaf())
        .put("person", one.author())
        .put("revision", one.number())
        .put("role", one.role())
        .put("time", one.time())
        .build();
  }

  private static Json.Obj event(Remark one) {
    var event =
        Json.object()
            .put("authenticated", one.authenticated())
            .put("authentication", one.authentication())
            .put("change", one.change().word())
            .put("entry", one.leaf())
            .put("person", one.by())
            .put("revision", one.revision())
            .put("role", one.role())
            .put("time", one.time());
    if (!one.mandate().isEmpty()) {
      event.put("for", one.deputyFor()).put("mandate", one.mandate());
    }
    for (String name : List.of(Remark.COMMENT, Remark.REASON, Remark.SENTENCE)) {
      if (!one.text(name).isEmpty()) event.put(name, one.text(name));
    }
    return event.build();
  }
}
