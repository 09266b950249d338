using CivicPlatform.Consultation.Archives;

namespace CivicPlatform.Consultation.Motions;

/// <summary>POST /agendas:preview: the hash to print on notice and ballots, before anything is stored.</summary>
public static class PreviewAgenda
{
    private const int MaxItems = 20, MaxTitle = 200, MaxText = 5_000;

    /// <param name="Title">The motion's title; at most 200 characters.</param>
    /// <param name="Items">1 to 20, in their order.</param>
    /// <param name="Amount">Yuan of the maintenance fund that are voted on (M5).</param>
    public sealed record Request(string Title, IReadOnlyList<AgendaItem> Items, Money? Amount = null);

    /// <param name="AgendaHash">SHA-256, 64 lower-case hexadecimal digits (docs/verify-vote.md).</param>
    public sealed record Response(string AgendaHash);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/agendas:preview", Post)
        .Public().WithoutIdempotency()
        .WithTags("Calculators").WithSummary("Hash an agenda without storing anything (试算议题哈希)")
        .WithDescription(
            "The hash that the notice and the ballots of a motion show (VOTE-27). No token, no Idempotency-Key, " +
            "nothing stored.")
        .WithRequestExample(
            """
            {"title":"自筹资金大修十八部电梯",
             "items":[{"title":"大修电梯","text":"十八部电梯大修，每平方米自筹 17.93 元。"}]}
            """);

    private static Results<Ok<Response>, ProblemHttpResult> Post(Request request)
    {
        var shape = Check(new ShapeCheck().Text(request.Title, MaxTitle), request.Items);
        if (Check(shape, request.Amount).Error is { } malformed) return malformed.ToProblem();
        return TypedResults.Ok(
            new Response(VoteProof.AgendaHash(request.Title, request.Items, request.Amount?.ToString())));
    }

    /// <summary>The shape of items, here and where a motion is opened.</summary>
    internal static ShapeCheck Check(ShapeCheck shape, IReadOnlyList<AgendaItem> items) => shape
        .That(items.Count is > 0 and <= MaxItems, "items", "list.size", $"应为 1 至 {MaxItems} 项")
        .That(items.All(item => item is not null && IsText(item.Title, MaxTitle) && IsText(item.Text, MaxText)),
            "items", "text.malformed", $"每项须有标题（至多 {MaxTitle} 字）和内容（至多 {MaxText} 字）");

    /// <summary>The shape of an amount that is voted on.</summary>
    internal static ShapeCheck Check(ShapeCheck shape, Money? amount) => shape
        .That(amount is null || amount > Money.Zero, "amount", "amount.not_positive", "金额应大于零");

    private static bool IsText(string? text, int max) => !string.IsNullOrWhiteSpace(text) && text.Length <= max;
}
