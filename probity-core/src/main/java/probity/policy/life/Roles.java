package probity.policy.life;

import java.util.List;
import java.util.Set;

/// What people may do to bundles. Other roles are those of reviewers, and bundles name them.
public final class Roles {
  public static final String AUTHOR = "author";
  public static final String APPROVER = "approver";

  private Roles() {}

  /// Whether among people with these roles, a set for each, one is an author and another an
  /// approver: without such two no bundle can be signed.
  public static boolean canApprove(List<? extends Set<String>> people) {
    for (int i = 0; i < people.size(); i++) {
      for (int k = 0; k < people.size(); k++) {
        if (i != k && people.get(i).contains(AUTHOR) && people.get(k).contains(APPROVER)) {
          return true;
        }
      }
    }
    return false;
  }
}
