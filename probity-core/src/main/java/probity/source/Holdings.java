package probity.source;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Who can have a fingerprint: each different list of documents, with their versions, has a number.
/// The documents of one list belong to one group of near-duplicates.
final class Holdings {
  static final Holdings NONE = new Holdings(new int[0], new int[0], new int[1], new int[0], 0);

  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private final int[] groups;
  private final int[] telling;
  private final int[] starts;
  private final int[] holders;
  private final long tellingAll;

  private Holdings(int[] groups, int[] telling, int[] starts, int[] holders, long tellingAll) {
    this.groups = groups;
    this.telling = telling;
    this.starts = starts;
    this.holders = holders;
    this.tellingAll = tellingAll;
  }

  /// The group of a document is the lowest number in it.
  int group(int source) {
    return groups[source];
  }

  int groupOf(int holding) {
    return groups[Pairs.source(holders[starts[holding]])];
  }

  int start(int holding) {
    return starts[holding];
  }

  int end(int holding) {
    return starts[holding + 1];
  }

  /// A document and its versions ([Pairs#holder]).
  int holder(int at) {
    return holders[at];
  }

  int telling(int source) {
    return telling[source];
  }

  long telling() {
    return tellingAll;
  }

  long bytes() {
    return (long) Integer.BYTES * (groups.length + telling.length + starts.length + holders.length);
  }

  static Holdings read(MemorySegment segment) {
    int sources = segment.getAtIndex(INT, 0);
    int lists = segment.getAtIndex(INT, 1);
    int[] groups = ints(segment, 2, sources);
    int[] telling = ints(segment, 2L + sources, sources);
    int[] starts = ints(segment, 2L + 2L * sources, lists + 1);
    int[] holders = ints(segment, 3L + 2L * sources + lists, starts[lists]);
    return new Holdings(groups, telling, starts, holders, sum(telling));
  }

  private static long sum(int[] numbers) {
    long sum = 0;
    for (int number : numbers) sum += number;
    return sum;
  }

  private static int[] ints(MemorySegment segment, long from, int count) {
    int[] ints = new int[count];
    for (int i = 0; i < count; i++) ints[i] = segment.getAtIndex(INT, from + i);
    return ints;
  }

  /// Collects the lists.
  static final class Making {
    private final int[] groups;
    private final int[] telling;
    private final Map<List<Integer>, Integer> numbers = new HashMap<>();
    private final List<List<Integer>> lists = new ArrayList<>();

    Making(int[] groups) {
      this.groups = groups;
      this.telling = new int[groups.length];
    }

    /// The number of a list, for one more fingerprint that it has.
    int number(Pairs pairs, long from, long to) {
      var list = new ArrayList<Integer>((int) (to - from));
      for (long at = from; at < to; at++) {
        list.add(pairs.holder(at));
        telling[Pairs.source(pairs.holder(at))]++;
      }
      return numbers.computeIfAbsent(
          list,
          _ -> {
            lists.add(list);
            return lists.size() - 1;
          });
    }

    MemorySegment in(Room room) {
      int held = lists.stream().mapToInt(List::size).sum();
      long ints = 3L + 2L * groups.length + lists.size() + held;
      var segment = room.take(Room.Part.HOLDINGS, ints * Integer.BYTES);
      segment.setAtIndex(INT, 0, groups.length);
      segment.setAtIndex(INT, 1, lists.size());
      long at = 2;
      for (int group : groups) segment.setAtIndex(INT, at++, group);
      for (int count : telling) segment.setAtIndex(INT, at++, count);
      long holder = at + lists.size() + 1;
      long first = holder;
      for (List<Integer> list : lists) {
        segment.setAtIndex(INT, at++, (int) (holder - first));
        for (int one : list) segment.setAtIndex(INT, holder++, one);
      }
      segment.setAtIndex(INT, at, (int) (holder - first));
      return segment;
    }
  }
}
