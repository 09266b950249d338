using CivicPlatform.Cases.Data;
using CivicPlatform.Cases.Intake;
using CivicPlatform.ServiceDefaults.Auth;
using CivicPlatform.ServiceDefaults.Http;
using CivicPlatform.ServiceDefaults.Security;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CivicPlatform.Cases.Duplicates;

/// <summary>GET /cases/{id}/duplicates: open cases that may be about the same, by place, matter and words.</summary>
public static class SuggestDuplicates
{
    /// <summary>Cases that are compared at most, the newest.</summary>
    public const int MaxCompared = 100;

    /// <summary>Cases that are shown at most.</summary>
    public const int MaxShown = 20;

    /// <param name="CaseId">The case.</param>
    /// <param name="Items">The likest first, at most 20.</param>
    public sealed record Response(Guid CaseId, IReadOnlyList<Item> Items);

    /// <param name="Id">An open case of the same office and matter.</param>
    /// <param name="Number">Its number for the phone.</param>
    /// <param name="ReceivedAt">When it was told.</param>
    /// <param name="SameBuilding">True when both name the same building of the same estate.</param>
    /// <param name="Likeness">What the words have in common, 0 to 100.</param>
    public sealed record Item(Guid Id, string Number, DateTimeOffset ReceivedAt, bool SameBuilding, int Likeness);

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/cases/{id:guid}/duplicates", GetAsync).Requires(Permissions.CaseDispatch).ReadsPersonalData()
            .WithTags("Handling").WithSummary("Find cases that may be the same (疑似重复工单)")
            .WithDescription(
                "Open cases of the same office and matter in the same community, the newest hundred compared by " +
                "their " +
                "words, which stay encrypted and are not shown. Leaves an audit row. 404 intake.case_not_found.");

    private static async Task<Results<Ok<Response>, ProblemHttpResult>> GetAsync(
        Guid id, CurrentUser user, CasesDbContext db, FieldCipher cipher, CancellationToken ct)
    {
        if (await ConcealedCase.FindAsync(id, db, ct) is not { } found) return IntakeErrors.CaseNotFound.ToProblem();
        var own = found.Case;
        var others = await db.Cases.AsNoTracking()
            .Where(c => c.StreetCode == own.StreetCode && c.Matter == own.Matter && c.EndedAt == null && c.Id != id &&
                c.DivisionCode == own.DivisionCode)
            .OrderByDescending(c => c.ReceivedAt).Take(MaxCompared)
            .Select(c => new
            {
                c.Id, c.Number, c.ReceivedAt, c.EstateId, c.Building,
                Words = EF.Property<byte[]?>(c, "DescriptionCipher"),
            })
            .ToListAsync(ct);
        await db.Audit.RecordReadAsync(user, (id, own.StreetCode), ct);

        var words = found.Reveal(cipher).Description;
        var items = others.Select(o => new Item(
            o.Id, o.Number, o.ReceivedAt,
            own is { EstateId: { } estate, Building: { } building } && (o.EstateId, o.Building) == (estate, building),
            o.Words is null ? 0 : TextLikeness.Of(words, cipher.DecryptText(o.Words, o.Id))));
        return TypedResults.Ok(new Response(id,
            [.. items.OrderByDescending(i => i.SameBuilding).ThenByDescending(i => i.Likeness).Take(MaxShown)]));
    }
}
