using CivicPlatform.Cases.Data;
using CivicPlatform.Cases.Duties;
using CivicPlatform.Cases.Intake;
using CivicPlatform.Kernel;
using CivicPlatform.ServiceDefaults.Auth;
using CivicPlatform.ServiceDefaults.Http;
using CivicPlatform.ServiceDefaults.Security;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CivicPlatform.Cases.Handling;

/// <summary>GET /cases/{id}/moves: everything that was done with a case, in order, with its words.</summary>
public static class ListMoves
{
    /// <summary>One move.</summary>
    public sealed record Item
    {
        public required int Sequence { get; init; }

        [CodesOf(typeof(MoveKinds))]
        public required string Kind { get; init; }

        /// <summary>In the words of the offices.</summary>
        public required string Title { get; init; }

        public required DateTimeOffset At { get; init; }

        public required string By { get; init; }

        public string? Department { get; init; }

        /// <summary>Grade, reason, disposition, rung or audience, as the kind has it.</summary>
        public string? Code { get; init; }

        public string? Rating { get; init; }

        public bool? Resolved { get; init; }

        /// <summary>Day that the kind names.</summary>
        public DateOnly? Day { get; init; }

        /// <summary>Length of time given or added.</summary>
        public int? Count { get; init; }

        /// <summary>When it happened, where that is another time.</summary>
        public DateTimeOffset? HappenedAt { get; init; }

        /// <summary>Without long numbers and the reporter's name; absent for the department complained of.</summary>
        public string? Note { get; init; }
    }

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/cases/{id:guid}/moves", GetAsync).Requires(Permissions.CaseSheet).ReadsPersonalData()
            .WithTags("Handling").WithSummary("List what was done with a case (办理记录)")
            .WithDescription(
                "In order, from the first move. Notes are masked (PRIV-16), and left out for the department that the " +
                "case complains of. Keyset pages by after (a sequence) and limit (1 to 200, 50 when left out). " +
                "Each answer leaves an audit row. 404 intake.case_not_found.");

    private static async Task<Results<Ok<Page<Item>>, ProblemHttpResult>> GetAsync(
        Guid id, [AsParameters] PageOfMoves page, [AsParameters] Reader reader, CancellationToken ct)
    {
        if (page.Check() is { } malformed) return malformed.ToProblem();
        var (db, limit) = (reader.Db, page.Limit ?? Page.DefaultLimit);
        if (await HandlingDesk.ReadAsync(db, id, reader.Civil, ct) is not { } order
            || !await reader.Access.MaySeeAsync(order, ct)) return IntakeErrors.CaseNotFound.ToProblem();
        await db.Audit.RecordReadAsync(reader.User, (id, order.Case.StreetCode), ct);

        var rows = order.Moves.Where(m => m.Sequence > (page.After ?? 0)).Take(limit + 1).ToList();
        var notes = await NotesAsync(rows, order, reader, ct);
        var items = rows.ConvertAll(m => Line(m, notes.GetValueOrDefault(m.Id)));
        return TypedResults.Ok(Page.Of(items, limit, item => $"{item.Sequence}"));
    }

    private static async Task<Dictionary<Guid, string>> NotesAsync(
        List<CaseMove> rows, OpenOrder order, Reader reader, CancellationToken ct)
    {
        if (!await reader.Access.MaySeeReporterAsync(order.Case, ct)) return [];
        var ids = rows.ConvertAll(m => m.Id);
        var notes = await reader.Db.CaseNotes.AsNoTracking().Where(n => ids.Contains(n.Id)).ToListAsync(ct);
        if (notes.Count == 0) return [];
        var found = await ConcealedCase.FindAsync(order.Case.Id, reader.Db, ct);
        var name = found!.Reporter.NameInClear(order.Case.Id, reader.Cipher);
        return notes.ToDictionary(n => n.Id, n => Masking.Words(reader.Cipher.DecryptText(n.Text, n.Id), name));
    }

    private static Item Line(CaseMove move, string? note) => new()
    {
        Sequence = move.Sequence, Kind = move.Kind, Title = MoveKinds.TextOf(move.Kind), At = move.At, By = move.By,
        Department = move.Department, Code = move.Code, Rating = move.Rating, Resolved = move.Resolved,
        Day = move.Day, Count = move.Count, HappenedAt = move.HappenedAt, Note = note,
    };

    /// <summary>What it takes to read a case's moves.</summary>
    public readonly record struct Reader(
        CasesDbContext Db, DepartmentAccess Access, CurrentUser User, FieldCipher Cipher, ICivilClock Civil);

    /// <summary>Which of them.</summary>
    public readonly record struct PageOfMoves(int? After, int? Limit)
    {
        internal Error? Check() => new ShapeCheck()
            .That(After is null or >= 0, "after", "after.out_of_range", "应为 0 或以上的序号")
            .Limit(Limit).Error;
    }
}
