using System.Text.RegularExpressions;
using CivicPlatform.Funds.Ledger;
using CivicPlatform.ServiceDefaults.Security;

namespace CivicPlatform.Funds.BankChannels;

/// <summary>POST /accounts/{id}/bank-channels: a bank may tell of this account's payments.</summary>
public static partial class AddBankChannel
{
    /// <summary>Live channels of one account: the bank's, a payment institution's, and room to change.</summary>
    public const int PerAccountMax = 5;

    private const int NameMax = 100;

    public sealed record Request
    {
        /// <summary>What people call it, up to 100 characters.</summary>
        public required string Name { get; init; }

        public required ChannelKind Kind { get; init; }

        /// <summary>OWNERS_PAYMENTS; DONATIONS is refused (RAISE-26).</summary>
        public required ChannelPurpose Purpose { get; init; }

        /// <summary>Of a payment institution: Z and 13 digits, as the central bank publishes it.</summary>
        public string? LicenceNo { get; init; }
    }

    /// <param name="CallbackPath">Where it sends its calls.</param>
    /// <param name="Secret">Shown by this answer only.</param>
    public sealed record Response(Guid Id, string CallbackPath, string Secret);

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/accounts/{id:guid}/bank-channels", PostAsync).Requires(Permissions.BankChannelWrite)
            .WithTags("Bank channels").WithSummary("Let a bank tell of payments by signed calls (登记银行回调渠道)")
            .WithDescription(
                "Only this answer shows the secret that signs the calls. A payment institution names its licence. " +
                "422 bank_channels.no_donations (RAISE-26), bank_channels.too_many; 404 accounts.not_found.")
            .WithRequestExample("""{"name":"北京农商银行回调","kind":"BANK","purpose":"OWNERS_PAYMENTS"}""");

    private static async Task<Results<Created<Response>, ProblemHttpResult>> PostAsync(
        Guid id, Request request, Handler handler, CancellationToken ct)
    {
        var result = await handler.HandleAsync(id, request, ct);
        return result.Succeeded(out var added, out var error)
            ? TypedResults.Created($"/api/v1/bank-channels/{added.Id}", added)
            : error.ToProblem();
    }

    internal static string PathOf(Guid channelId) => $"/api/v1/bank-callbacks/{channelId}";

    public sealed class Handler(FundsDbContext db, CurrentUser user, ChannelVault vault, TimeProvider clock)
    {
        public async Task<Result<Response>> HandleAsync(Guid accountId, Request request, CancellationToken ct)
        {
            var needsLicence = request.Kind is ChannelKind.PAYMENT_INSTITUTION;
            var shape = new ShapeCheck().Text(request.Name, NameMax)
                .That(request.LicenceNo is null ? !needsLicence : needsLicence && Licence().IsMatch(request.LicenceNo),
                    "licenceNo", "licence_no.unfit", "支付机构应填《支付业务许可证》编号（Z 加 13 位数字），银行不填");
            if (shape.Error is { } malformed) return malformed;
            if (request.Purpose is ChannelPurpose.DONATIONS) return ChannelErrors.NoDonations;
            var account = await db.BankAccounts.SingleOrDefaultAsync(a => a.Id == accountId, ct);
            if (account is null) return LedgerErrors.AccountNotFound;
            var live = await db.BankChannels.CountAsync(c => c.AccountId == accountId && c.EndedAt == null, ct);
            if (live >= PerAccountMax) return ChannelErrors.TooMany;

            var (id, secret) = (Guid.CreateVersion7(), WebhookSecret.New());
            var who = (request.Name, request.Kind, request.LicenceNo);
            db.BankChannels.Add(BankChannel.Add(id, account, who, vault.Seal(secret, id), clock.GetUtcNow()));
            db.Audit.Record(user, "bank_channels.add", id, account.StreetCode, $"kind={request.Kind}");
            await db.SaveChangesAsync(ct);
            return new Response(id, PathOf(id), secret.Reveal());
        }
    }

    [GeneratedRegex(@"^Z\d{13}\z")]
    private static partial Regex Licence();
}
