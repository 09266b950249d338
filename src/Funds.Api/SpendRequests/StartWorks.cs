using CivicPlatform.Funds.SpendPayouts;
using CivicPlatform.ServiceDefaults.Security;

namespace CivicPlatform.Funds.SpendRequests;

/// <summary>POST /spend-requests/{id}/start-works: the contract; each household's share is held from now on.</summary>
public static class StartWorks
{
    private const int MaxText = 100, MaxRetention = 20, MaxHoldDays = 1_100;

    public sealed record Request
    {
        /// <summary>An organisation, never a person (FUND-22).</summary>
        public required string Contractor { get; init; }

        /// <summary>Unified social credit code (统一社会信用代码), 18 characters with its check character.</summary>
        public required string CreditCode { get; init; }

        /// <summary>The only account that is ever paid; shown as its last four digits.</summary>
        public required string AccountNumber { get; init; }
        public required string ContractNumber { get; init; }

        /// <summary>SHA-256 of the contract.</summary>
        public required string ContractHash { get; init; }

        /// <summary>Whole percent held back (质保金); 0 without.</summary>
        public int RetentionPercent { get; init; }

        /// <summary>Last day on which it is held back.</summary>
        public DateOnly? RetentionUntil { get; init; }

        /// <summary>Last civil day for which the households' shares are held.</summary>
        public required DateOnly HeldUntil { get; init; }
    }

    /// <param name="Held">Σ held of the households' balances: their shares as far as the balances reach.</param>
    public sealed record Response(SpendView Request, Money Held);

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/spend-requests/{id:guid}/start-works", PostAsync).Requires(Permissions.SpendAdvance)
            .WithTags("Spend requests").WithSummary("Record the contract and hold the shares (开工)")
            .WithDescription(
                "With an organisation: 422 spend_works.not_an_organisation (FUND-22), retention_unclear (FUND-23). " +
                "The account number is kept encrypted. Of every balance the household's share of the budget is held, " +
                "as far as it reaches, until heldUntil. 409 spend_requests.wrong_status unless FILED.")
            .WithRequestExample(
                """
                {"contractor":"某防水工程有限公司","creditCode":"91350100M000100Y43","accountNumber":"31001234567890123",
                 "contractNumber":"HT2024-07","retentionPercent":3,"retentionUntil":"2026-09-30",
                 "heldUntil":"2025-03-31",
                 "contractHash":"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"}
                """);

    private static async Task<Results<Ok<Response>, ProblemHttpResult>> PostAsync(
        Guid id, Request request, SpendDesk desk, HouseholdMoney money, FieldCipher cipher, HttpContext http,
        CancellationToken ct)
    {
        var number = request.AccountNumber.Replace(" ", "", StringComparison.Ordinal);
        if (Check(request, number).Error is { } malformed) return malformed.ToProblem();
        var taken = await desk.TakeAsync(id, http, ct);
        if (!taken.Succeeded(out var spend, out var error)) return error.ToProblem();
        var facts = await desk.FactsAsync(spend.StreetCode, ct, request.ContractHash);
        if (request.HeldUntil < facts.On || request.HeldUntil > facts.On.AddDays(MaxHoldDays))
            return WorksErrors.HoldOutOfRange.ToProblem();
        var contract = new SpendContract(request.Contractor, request.CreditCode, cipher.Encrypt(number, id),
            number[^4..], request.ContractNumber, request.RetentionPercent, request.RetentionUntil);
        if (spend.StartWorks(contract, facts).Error is { } refused) return refused.ToProblem();
        var held = await money.HoldAsync(spend, request.HeldUntil, ct);
        if (!held.Succeeded(out var sum, out var unsplit)) return unsplit.ToProblem();
        return TypedResults.Ok(
            new Response(await desk.SaveAsync(spend, "spend_requests.start_works", http, ct), sum));
    }

    private static ShapeCheck Check(Request request, string number) => new ShapeCheck()
        .Text(request.Contractor, MaxText).Text(request.CreditCode, 18).Text(request.ContractNumber, MaxText)
        .Hash(request.ContractHash, "contractHash")
        .That(number.Length is >= 8 and <= 32 && !number.AsSpan().ContainsAnyExceptInRange('0', '9'),
            "accountNumber", "account_number.malformed", "应为 8 至 32 位数字")
        .That(request.RetentionPercent is >= 0 and <= MaxRetention, "retentionPercent", "number.out_of_range",
            $"应为 0 至 {MaxRetention}");
}
