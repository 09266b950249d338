using CivicPlatform.Cases.Intake;
using CivicPlatform.ServiceDefaults.Auth;
using CivicPlatform.ServiceDefaults.Data;
using CivicPlatform.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CivicPlatform.Cases.Disputes;

/// <summary>Somebody says who is liable (责任认定), or that it is otherwise (CASE-41). A fact.</summary>
public sealed class LiabilityStatement : ITenantOwned
{
    public required Guid Id { get; init; }

    public required Guid CaseId { get; init; }

    public required string StreetCode { get; init; }

    public required string DivisionCode { get; init; }

    /// <summary>One of <see cref="Liability.Kinds"/>.</summary>
    public required string Kind { get; init; }

    /// <summary>Party that says so.</summary>
    public required string StatedBy { get; init; }

    /// <summary>Party that it names; null for a counter-statement.</summary>
    public string? Liable { get; init; }

    public required DateOnly StatedOn { get; init; }

    public string? DocumentHash { get; init; }

    public required string RecordedBy { get; init; }

    public required DateTimeOffset RecordedAt { get; init; }

    internal sealed class Mapping : IEntityTypeConfiguration<LiabilityStatement>
    {
        public void Configure(EntityTypeBuilder<LiabilityStatement> builder)
        {
            builder.ToTable("liability_statements");
            builder.Property(s => s.Id).ValueGeneratedNever();
        }
    }
}

/// <summary>What the statements together make of the liability (CASE-41). Pure.</summary>
public static class Liability
{
    public const string Preliminary = "PRELIMINARY_OPINION";
    public const string Report = "APPRAISAL_REPORT";
    public const string Admission = "PARTY_ADMISSION";
    public const string Judgment = "JUDGMENT";
    public const string Counter = "COUNTER_STATEMENT";

    public static readonly IReadOnlyList<string> Kinds = [Preliminary, Report, Admission, Judgment, Counter];

    public const string Unknown = "UNKNOWN";
    public const string Disputed = "DISPUTED";
    public const string Clear = "CLEAR";

    public static readonly IReadOnlyList<string> States = [Unknown, Disputed, Clear];

    /// <summary>
    /// A judgment settles it, and so does an admission of the one who is named; an appraisal as long as nobody has
    /// countered it since. A preliminary opinion binds nobody.
    /// </summary>
    /// <remarks>Two appraisals that name different parties settle nothing.</remarks>
    /// <param name="statements">In the order in which they were made.</param>
    public static string Of(IReadOnlyList<(string Kind, string StatedBy, string? Liable)> statements)
    {
        var state = statements.Count == 0 ? Unknown : Disputed;
        string? reported = null;
        foreach (var (kind, statedBy, liable) in statements)
        {
            if (kind == Judgment || (kind == Admission && statedBy == liable)) return Clear;
            if (kind == Counter) state = Disputed;
            if (kind != Report) continue;
            state = reported is null || reported == liable ? Clear : Disputed;
            reported = liable;
        }
        return state;
    }
}

/// <summary>POST and GET /cases/{id}/liability.</summary>
public static class StateLiability
{
    /// <summary>Statements of one case at most.</summary>
    public const int MaxStatements = 200;

    public sealed record Request
    {
        [CodesOf(typeof(Liability), nameof(Liability.Kinds))]
        public required string Kind { get; init; }

        [CodesOf(typeof(Parties))]
        public required string StatedBy { get; init; }

        /// <summary>Who is named; left out for a counter-statement.</summary>
        [CodesOf(typeof(Parties))]
        public string? Liable { get; init; }

        /// <summary>Civil day; today when left out, never later.</summary>
        public DateOnly? On { get; init; }

        /// <summary>SHA-256 of the paper; needed for a report and a judgment.</summary>
        public string? DocumentHash { get; init; }

        /// <summary>At most 4,000 characters; ciphered, for those who mediate only.</summary>
        public string? Note { get; init; }
    }

    /// <summary>Where liability stands, and on what.</summary>
    public sealed record Response(
        Guid CaseId, [CodesOf(typeof(Liability), nameof(Liability.States))] string State,
        IReadOnlyList<Line> Statements);

    /// <summary>A statement; for those who mediate.</summary>
    public sealed record Line(
        [CodesOf(typeof(Liability), nameof(Liability.Kinds))] string Kind, [CodesOf(typeof(Parties))] string StatedBy,
        [CodesOf(typeof(Parties))] string? Liable, DateOnly On, string? DocumentHash, string? Note);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/cases/{id:guid}/liability", PostAsync).Requires(Permissions.DisputeWrite)
            .WithTags("Disputes").WithSummary("Record who is said to be liable (登记责任认定或异议)")
            .WithDescription(
                "Liability is CLEAR by a judgment, an admission of the one who is named, or an appraisal that nobody " +
                "has countered since; else DISPUTED (CASE-41). 422 disputes.liable_unfit, disputes.paper_missing, " +
                "disputes.in_future. 404 intake.case_not_found.")
            .WithRequestExample(
                """{"kind":"PRELIMINARY_OPINION","statedBy":"PROPERTY_COMPANY","liable":"RESPONDENT"}""");
        routes.MapGet("/cases/{id:guid}/liability", GetAsync).Requires(Permissions.DisputeRead).ReadsPersonalData()
            .WithTags("Disputes").WithSummary("Read where liability stands (责任状态)")
            .WithDescription(
                "Who says what is shown to those who mediate only, the state to all; each answer leaves an audit " +
                "row. 404 " +
                "intake.case_not_found.");
    }

    private static async Task<Results<Ok<Response>, ProblemHttpResult>> PostAsync(
        Guid id, Request request, DisputeDesk desk, CancellationToken ct)
    {
        var shape = TrackShape.Check([], null, request.DocumentHash, request.Note)
            .Code(request.Kind, Liability.Kinds).Code(request.StatedBy, Parties.All);
        if (request.Liable is not null) shape.Code(request.Liable, Parties.All);
        if (shape.Error is { } malformed) return malformed.ToProblem();
        if ((request.Kind == Liability.Counter) == (request.Liable is not null))
            return DisputeErrors.LiableUnfit.ToProblem();
        if (request.Kind is Liability.Report or Liability.Judgment && request.DocumentHash is null)
            return DisputeErrors.PaperMissing.ToProblem();
        if (await desk.TakeAsync(id, ct) is not { } found) return IntakeErrors.CaseNotFound.ToProblem();
        var today = await desk.TodayAsync(found.StreetCode, ct);
        if (request.On > today) return DisputeErrors.InFuture.ToProblem();
        if (await desk.Db.LiabilityStatements.CountAsync(s => s.CaseId == id, ct) >= MaxStatements)
            return DisputeErrors.TooMany.ToProblem();

        var statement = new LiabilityStatement
        {
            Id = Guid.CreateVersion7(), CaseId = id, StreetCode = found.StreetCode, DivisionCode = found.DivisionCode,
            Kind = request.Kind, StatedBy = request.StatedBy, Liable = request.Liable, StatedOn = request.On ?? today,
            DocumentHash = request.DocumentHash, RecordedBy = desk.User.Subject, RecordedAt = desk.Now(),
        };
        desk.Db.LiabilityStatements.Add(statement);
        desk.Note(found, statement.Id, request.Note);
        desk.Audit(found, "disputes.liability", statement.Id, request.Kind);
        await desk.Db.SaveChangesAsync(ct);
        return TypedResults.Ok(await ReadAsync(id, desk, ct));
    }

    private static async Task<Results<Ok<Response>, ProblemHttpResult>> GetAsync(
        Guid id, DisputeDesk desk, CancellationToken ct)
    {
        var street = await desk.Db.Cases.Where(c => c.Id == id).Select(c => c.StreetCode).SingleOrDefaultAsync(ct);
        if (street is null) return IntakeErrors.CaseNotFound.ToProblem();
        await desk.Db.Audit.RecordReadAsync(desk.User, (id, street), ct);
        return TypedResults.Ok(await ReadAsync(id, desk, ct));
    }

    private static async Task<Response> ReadAsync(Guid id, DisputeDesk desk, CancellationToken ct)
    {
        var (statements, notes) = (await AllAsync(desk, id, ct), await desk.NotesAsync(id, ct));
        if (!desk.Confidant) return new Response(id, StateOf(statements), []);
        return new Response(id, StateOf(statements), statements.ConvertAll(s => new Line(
            s.Kind, s.StatedBy, s.Liable, s.StatedOn, s.DocumentHash, notes.GetValueOrDefault(s.Id))));
    }

    /// <summary>Where the liability of a case stands.</summary>
    internal static async Task<string> StateAsync(DisputeDesk desk, Guid id, CancellationToken ct) =>
        StateOf(await AllAsync(desk, id, ct));

    private static string StateOf(List<LiabilityStatement> statements) =>
        Liability.Of([.. statements.Select(s => (s.Kind, s.StatedBy, s.Liable))]);

    private static Task<List<LiabilityStatement>> AllAsync(DisputeDesk desk, Guid id, CancellationToken ct) =>
        desk.Db.LiabilityStatements.AsNoTracking().Where(s => s.CaseId == id).OrderBy(s => s.StatedOn)
            .ThenBy(s => s.Id).Take(MaxStatements).ToListAsync(ct);
}
