using CivicPlatform.Cases.Intake;
using CivicPlatform.ServiceDefaults.Auth;
using CivicPlatform.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CivicPlatform.Cases.Handling;

/// <summary>GET /cases/{id}/sheet: the order as a department works from it, with its limit on it (CASE-03).</summary>
public static class GetSheet
{
    /// <summary>The sheet of one order.</summary>
    public sealed record Response
    {
        public required Guid Id { get; init; }

        public required string Number { get; init; }

        [CodesOf(typeof(CaseStatuses))]
        public required string Status { get; init; }

        [CodesOf(typeof(CaseTypes))]
        public required string Type { get; init; }

        public required string Matter { get; init; }

        /// <summary>Without long numbers and the reporter's name; left out for the department complained of.</summary>
        public string? Description { get; init; }

        public required string DivisionCode { get; init; }

        public Guid? EstateId { get; init; }

        public string? Building { get; init; }

        /// <summary>Masked in the same way.</summary>
        public string? Address { get; init; }

        /// <summary>Masked; left out for the department complained of.</summary>
        public MaskedReporter? Reporter { get; init; }

        public string? Department { get; init; }

        public string? Grade { get; init; }

        /// <summary>When the time is over (UTC); absent while the clock does not run.</summary>
        public DateTimeOffset? DueAt { get; init; }

        /// <summary>Others who told the same and were merged into it.</summary>
        public required int CoSignatures { get; init; }
    }

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/cases/{id:guid}/sheet", GetAsync).Requires(Permissions.CaseSheet).ReadsPersonalData()
            .WithTags("Handling").WithSummary("Read the order as its department works from it (承办单)")
            .WithDescription(
                "Words and reporter are masked (PRIV-16); the department that the case complains of gets neither. A " +
                "department sees the cases that it has or helps with. Each answer leaves an audit row. 404 " +
                "intake.case_not_found.");

    private static async Task<Results<Ok<Response>, ProblemHttpResult>> GetAsync(
        Guid id, [AsParameters] ListMoves.Reader reader, CancellationToken ct)
    {
        var db = reader.Db;
        if (await HandlingDesk.ReadAsync(db, id, reader.Civil, ct) is not { } order
            || !await reader.Access.MaySeeAsync(order, ct)) return IntakeErrors.CaseNotFound.ToProblem();
        await db.Audit.RecordReadAsync(reader.User, (id, order.Case.StreetCode), ct);
        var found = (await ConcealedCase.FindAsync(id, db, ct))!;
        var coSigned = await db.Cases.CountAsync(c => c.MergedInto == id, ct);
        var shown = await reader.Access.MaySeeReporterAsync(order.Case, ct);
        var name = found.Reporter.NameInClear(id, reader.Cipher);
        return TypedResults.Ok(Sheet(order.Case, coSigned, shown
            ? (found.Reveal(reader.Cipher).Mask(name), found.Reporter.Mask(id, reader.Cipher))
            : (null, null)));
    }

    private static Response Sheet(Case found, int coSigned, (PlainWords? Words, MaskedReporter? Reporter) shown) =>
        new()
        {
            Id = found.Id, Number = found.Number, Status = found.Status, Type = found.Type, Matter = found.Matter,
            Description = shown.Words?.Description, DivisionCode = found.DivisionCode, EstateId = found.EstateId,
            Building = found.Building, Address = shown.Words?.Address, Reporter = shown.Reporter,
            Department = found.Department, Grade = found.Grade, DueAt = found.DueAt, CoSignatures = coSigned,
        };
}
