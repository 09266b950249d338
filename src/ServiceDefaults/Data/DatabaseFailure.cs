using Npgsql;

namespace CivicPlatform.ServiceDefaults.Data;

/// <summary>Tells a database that is in trouble from a statement that is wrong.</summary>
/// <remarks>
/// EF wraps what a save hears once, and once more where the driver calls it transient: no space, a lock, a lost
/// connection. So the whole chain is looked through.
/// </remarks>
public static class DatabaseFailure
{
    /// <summary>What the driver threw; null when no database is behind the exception.</summary>
    public static Exception? CauseOf(Exception? exception) => exception switch
    {
        null or NpgsqlException or TimeoutException => exception,
        AggregateException many => many.InnerExceptions.Select(CauseOf).FirstOrDefault(cause => cause is not null),
        _ => CauseOf(exception.InnerException),
    };

    /// <summary>True when the same statement may succeed later without anybody changing it.</summary>
    public static bool IsPassing(Exception exception) => CauseOf(exception) switch
    {
        null => false,
        PostgresException said => IsPassing(said.SqlState) || said.IsTransient,
        _ => true, // The connection, not a statement.
    };

    /// <summary>Connection, resources, a lock, an operator or a crash, input and output: the server's state.</summary>
    /// <remarks>
    /// A full disk also shows as an internal error (it cannot write a file of its own); corruption does not pass.
    /// </remarks>
    public static bool IsPassing(string sqlState) => sqlState[..2] is "08" or "53" or "57" or "58" || sqlState
        is PostgresErrorCodes.InternalError or PostgresErrorCodes.LockNotAvailable
        or PostgresErrorCodes.DeadlockDetected;
}
