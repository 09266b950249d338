using System.Net.Mail;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CivicPlatform.Notifications.Subscriptions;

/// <summary>POST /email-subscriptions: a mailbox of the office or of a partner is told of its events.</summary>
public static class AddEmailSubscription
{
    private const int AddressMax = 254; // RFC 5321

    /// <param name="StreetCode">9 digits, inside the caller's divisions.</param>
    /// <param name="Address">One mail address without a display name.</param>
    /// <param name="EventTypes">Names of events; null means all.</param>
    public sealed record Request(
        string StreetCode, string Address,
        [CodesOf(typeof(SubscriptionRules), nameof(SubscriptionRules.EventTypes))]
        IReadOnlyList<string>? EventTypes = null);

    /// <param name="MaskedAddress">First character and domain; the whole address is never shown again.</param>
    public sealed record Response(
        Guid Id, string StreetCode, string MaskedAddress,
        [CodesOf(typeof(SubscriptionRules), nameof(SubscriptionRules.EventTypes))]
        IReadOnlyList<string> EventTypes);

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/email-subscriptions", PostAsync).WithName("addEmailSubscription")
            .Requires(Permissions.EmailWrite)
            .WithTags("Subscriptions").WithSummary("Tell a mailbox of an office's events (添加邮件订阅)")
            .WithDescription(
                "The address is kept encrypted and never shown whole again. All events when eventTypes is left out. " +
                "404 division.not_found; 409 subscriptions.already_there; 422 subscriptions.too_many.")
            .WithRequestExample(
                """{"streetCode":"110114009","address":"duty@example.gov.cn","eventTypes":["CaseRegistered"]}""");

    private static async Task<Results<Created<Response>, ProblemHttpResult>> PostAsync(
        Request request, Handler handler, CancellationToken ct)
    {
        var result = await handler.HandleAsync(request, ct);
        return result.Succeeded(out var response, out var error)
            ? TypedResults.Created($"/api/v1/email-subscriptions/{response.Id}", response)
            : error.ToProblem();
    }

    public sealed class Handler(
        NotificationsDbContext db, CurrentUser user, SubscriptionVault vault, TimeProvider clock)
    {
        public async Task<Result<Response>> HandleAsync(Request request, CancellationToken ct)
        {
            var shape = SubscriptionRules.Check(request.StreetCode, request.EventTypes)
                .That(IsAddress(request.Address), "address", "email.address_malformed", "应为一个邮箱地址");
            if (shape.Error is { } malformed) return malformed;
            if (!user.Scope.Covers(request.StreetCode)) return SubscriptionErrors.DivisionNotFound;

            var hash = vault.HashOf(request.Address);
            var live = db.EmailSubscriptions.Where(s => s.StreetCode == request.StreetCode && s.DisabledAt == null);
            if (await live.AnyAsync(s => s.AddressHash == hash, ct)) return SubscriptionErrors.AlreadyThere;
            if (await live.CountAsync(ct) >= SubscriptionRules.PerStreetMax) return SubscriptionErrors.TooMany;

            var id = Guid.CreateVersion7();
            var subscription = new EmailSubscription
            {
                Id = id, StreetCode = request.StreetCode, DivisionCode = request.StreetCode,
                Address = vault.Seal(request.Address, id), AddressHash = hash,
                EventTypes = SubscriptionRules.OrAll(request.EventTypes), CreatedAt = clock.GetUtcNow(),
            };
            db.EmailSubscriptions.Add(subscription);
            db.Audit.Record(user, user.Audit.Purpose, id, request.StreetCode);
            await db.NoteStreetsAsync([request.StreetCode], ct);
            await db.SaveChangesAsync(ct);
            return new Response(
                id, request.StreetCode, vault.MaskedAddressOf(subscription), subscription.EventTypes);
        }

        private static bool IsAddress(string? text) => text is { Length: <= AddressMax }
            && text.All(c => c is > ' ' and < '\u007f' and not (',' or ';' or '<' or '>' or '"'))
            && MailAddress.TryCreate(text, out var parsed) && parsed.Address == text;
    }
}
