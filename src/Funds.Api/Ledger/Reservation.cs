using Npgsql;

namespace CivicPlatform.Funds.Ledger;

/// <summary>Money of one account that is spoken for until a day: pending, not yet posted.</summary>
/// <param name="Book">The ledger.</param>
/// <param name="AccountId">Whose balance it holds; the database refuses to hold what is not there.</param>
/// <param name="Amount">Above zero.</param>
/// <param name="Kind">Why, as a code.</param>
/// <param name="SourceId">The document behind it; its end ends all of one source.</param>
/// <param name="ExpiresOn">The last civil day on which it may be posted.</param>
public sealed record Reservation(
    Book Book, Guid AccountId, Money Amount, string Kind, Guid SourceId, DateOnly ExpiresOn)
{
    public Guid Id { get; } = Guid.CreateVersion7();
}

/// <summary>How a reservation ended.</summary>
#pragma warning disable CA1707 // The published code is the name.
public enum ReservationOutcome
{
    /// <summary>Its money moved, wholly or in part; the rest is free again.</summary>
    POSTED,

    /// <summary>Given up before anything moved.</summary>
    RELEASED,

    /// <summary>Its last day passed.</summary>
    EXPIRED,
}
#pragma warning restore CA1707

/// <summary>Writes reservations and their ends; the database moves what is held with them.</summary>
public static class ReservationSql
{
    private const string ReserveSql =
        "insert into ledger_reservations (id, book_id, account_id, amount, kind, source_id, expires_on, street_code, " +
        "division_code) select id, $2, account, amount, kind, source, expires, $8, $9 from unnest($1::uuid[], " +
        "$3::uuid[], $4::numeric[], $5::text[], $6::uuid[], $7::date[]) " +
        "as r(id, account, amount, kind, source, expires)";

    private const string EndSql =
        "insert into ledger_reservation_ends (reservation_id, outcome, posted, street_code, division_code) " +
        "select r.id, $2, case when $2 = 'POSTED' then r.amount else 0 end, r.street_code, r.division_code " +
        "from ledger_reservations r join open_reservations o on o.reservation_id = r.id where r.source_id = $1";

    private const string EndPartsSql =
        "insert into ledger_reservation_ends (reservation_id, outcome, posted, street_code, division_code) " +
        "select r.id, case when p.posted > 0 then 'POSTED' else 'RELEASED' end, p.posted, r.street_code, " +
        "r.division_code from unnest($2::uuid[], $3::numeric[]) as p(account, posted) " +
        "join ledger_reservations r on r.account_id = p.account and r.source_id = $1 " +
        "join open_reservations o on o.reservation_id = r.id";

    /// <summary>Holds the money, or fails with 23514 when an account has too little of it. One book a time.</summary>
    public static NpgsqlBatchCommand Reserve(IReadOnlyCollection<Reservation> reservations)
    {
        var book = reservations.First().Book;
        if (reservations.Any(r => r.Book != book)) throw new ArgumentException("One book at a time.");
        return new NpgsqlBatchCommand(ReserveSql)
        {
            Parameters =
            {
                new() { Value = reservations.Select(r => r.Id).ToArray() },
                new() { Value = book.Id },
                new() { Value = reservations.Select(r => r.AccountId).ToArray() },
                new() { Value = reservations.Select(r => r.Amount.Yuan).ToArray() },
                new() { Value = reservations.Select(r => r.Kind).ToArray() },
                new() { Value = reservations.Select(r => r.SourceId).ToArray() },
                new() { Value = reservations.Select(r => r.ExpiresOn).ToArray() },
                new() { Value = book.StreetCode },
                new() { Value = book.DivisionCode },
            },
        };
    }

    /// <summary>
    /// Ends every open reservation of a source, each with its whole amount when posted; changes as many rows as there
    /// were. Whoever posts must run it before the transfers, or the money that it holds cannot move.
    /// </summary>
    public static NpgsqlBatchCommand End(Guid sourceId, ReservationOutcome outcome) =>
        Sql.Command(EndSql, sourceId, outcome.ToString());

    /// <summary>Ends the open reservations of a source on these accounts, each with its posted part.</summary>
    public static NpgsqlBatchCommand End(Guid sourceId, IReadOnlyCollection<(Guid Account, Money Posted)> parts) =>
        Sql.Command(EndPartsSql, sourceId, parts.Select(p => p.Account).ToArray(),
            parts.Select(p => p.Posted.Yuan).ToArray());
}
