package probity.console;

/// Somebody with a session.
///
/// @param accountId of the account with which they signed in; one person may have several
/// @param sessionId names the session; it is no secret and opens nothing
/// @param csrf stands in every form of this session
/// @param proof the last time that they proved who they are
public record SignedIn(
    Member member, String accountId, String sessionId, String csrf, Proof proof) {}
