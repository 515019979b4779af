package probity.server.traffic;

import probity.console.traffic.Waiting;
import probity.ledger.UtcTime;
import probity.review.Reviews;

/// What waits in the review queues of a running gateway.
public final class ReviewsWaiting implements Waiting.Desk {
  /// Items of one page.
  private static final int LISTED_MAX = 500;

  private final Reviews reviews;

  public ReviewsWaiting(Reviews reviews) {
    this.reviews = reviews;
  }

  @Override
  public Waiting now() {
    var all = reviews.listed();
    return new Waiting(
        all.stream().limit(LISTED_MAX).map(ReviewsWaiting::item).toList(),
        Math.max(0, all.size() - LISTED_MAX),
        reviews.unlisted());
  }

  private static Waiting.Item item(Reviews.Listed item) {
    return new Waiting.Item(
        item.exchange(),
        item.queue(),
        item.role(),
        item.caller(),
        item.route(),
        item.rule(),
        item.held(),
        item.state(),
        UtcTime.text(item.since()),
        UtcTime.text(item.deadline()),
        item.until() == 0 ? "" : UtcTime.text(item.until()));
  }
}
