using CivicPlatform.Cases.Data;
using CivicPlatform.Contracts.Registry;
using CivicPlatform.ServiceDefaults.Messaging;
using Microsoft.EntityFrameworkCore;

namespace CivicPlatform.Cases.Works;

/// <summary>What Cases keeps of the register: whose estate it is.</summary>
/// <remarks>Not filtered by office, so that a foreign one shows.</remarks>
public sealed class Estate
{
    public required Guid Id { get; init; }

    public required string StreetCode { get; init; }

    public required string DivisionCode { get; init; }

    public required string Name { get; init; }

    /// <summary>Version of the register; older news is dropped.</summary>
    public required long Version { get; init; }
}

/// <summary>Keeps the estates up to date.</summary>
public sealed class KeepEstatesHandler(CasesDbContext db) : IEventHandler<EstateRegistered>
{
    public Task HandleAsync(EstateRegistered message, CancellationToken ct) => db.Database.ExecuteSqlAsync(
        $"""
        insert into estates (id, street_code, division_code, name, version)
        values ({message.AggregateId}, {message.StreetCode}, {message.DivisionCode}, {message.Name},
                {message.AggregateVersion})
        on conflict (id) do update set street_code = excluded.street_code, name = excluded.name,
            division_code = excluded.division_code, version = excluded.version
        where estates.version < excluded.version
        """,
        ct);
}
