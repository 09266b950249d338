using CivicPlatform.Funds.Ledger;

namespace CivicPlatform.Funds.SharedCosts;

/// <summary>POST /shared-costs: writes down an invoice that several projects bear together (LIFT-05).</summary>
public static class ProposeSharedCost
{
    /// <summary>Projects of one cost at most.</summary>
    public const int MaxParts = 50;

    // What the owners of a lift signed for moved pipes; no row where their collection is no cost agreement's.
    private const string CampaignsSql =
        "select c.id, c.estate_id, v.pipe_relocation from campaigns c left join cost_agreements a on " +
        "a.id = c.agreement_id left join cost_versions v on v.agreement_id = a.id and v.number = a.current_version " +
        "where c.id = any($1)";

    // Owners who signed what their lift costs pay moved pipes out of its own collection, and once.
    private const string ElsewhereSql =
        "select p.building from unnest($1::uuid[], $2::text[]) as p(campaign_id, building) where exists (select from " +
        "cost_agreements a join campaigns c on c.agreement_id = a.id where a.estate_id = $3 " +
        "and a.building = p.building and c.id <> p.campaign_id) and not exists (select from campaigns c " +
        "where c.id = p.campaign_id and c.agreement_id is not null) limit 1";

    private const string ChargedSql =
        "select p.building from unnest($1::uuid[], $2::text[]) as p(campaign_id, building) join campaigns c " +
        "on c.id = p.campaign_id and c.agreement_id is not null where exists (select from shared_cost_parts s " +
        "join shared_costs x on x.id = s.shared_cost_id and x.status <> 'CANCELLED' " +
        "where s.campaign_id = p.campaign_id and s.building = p.building) limit 1";

    private const string TakenSql =
        "select true from shared_costs where street_code = $1 and contractor = $2 and invoice_number = $3 " +
        "and status <> 'CANCELLED'";

    public sealed record Request
    {
        public required Guid EstateId { get; init; }

        /// <summary>Works project of the repair that the others are linked to.</summary>
        public required Guid RepairProjectId { get; init; }

        /// <summary>An organisation, never a person (FUND-22).</summary>
        public required string Contractor { get; init; }

        /// <summary>With the contractor it is booked once.</summary>
        public required string InvoiceNumber { get; init; }

        /// <summary>SHA-256 of the invoice; the paper stays with the office.</summary>
        public required string DocumentHash { get; init; }
        public string Purpose { get; init; } = "管线移位";
        public required Money Total { get; init; }

        /// <summary>2 to 50.</summary>
        public required IReadOnlyList<PartRequest> Parts { get; init; }
    }

    /// <param name="ProjectId">Works project that bears it.</param>
    /// <param name="CampaignId">Open collection whose money pays it.</param>
    /// <param name="Building">Building of that collection.</param>
    /// <param name="Weight">As agreed, such as 1; above zero, at most six decimals.</param>
    public sealed record PartRequest(Guid ProjectId, Guid CampaignId, string Building, string Weight);

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/shared-costs", PostAsync).Requires(Permissions.SpendingRecord)
            .WithTags("Shared costs").WithSummary("Write down an invoice that projects bear together (登记共同费用)")
            .WithDescription(
                "Split by the agreed weights, to the fen (FUND-17); another person approves it before a part is " +
                "paid. Where a building's cost agreement says what moved pipes cost, the share must be that: 422 " +
                "shared_costs.differs_from_agreement. 409 shared_costs.invoice_taken; 422 shared_costs.named_twice, " +
                "shared_costs.other_estate, shared_costs.other_collection, shared_costs.charged_twice, rule " +
                "LIFT-05; shared_costs.too_small; 404 campaigns.not_found, " +
                "accounts.estate_not_found.")
            .WithRequestExample(
                """
                {"estateId":"01a1fc78-884c-7a7a-9c0a-e33201116603",
                 "repairProjectId":"01a1fc78-8a30-7b43-a0a1-097011968bf3","contractor":"某市政工程公司",
                 "invoiceNumber":"24317000",
                 "total":"90000.00",
                 "documentHash":"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
                 "parts":[{"projectId":"01a1fc78-8a30-7b43-a0a1-097011968bf4","building":"30","weight":"1",
                 "campaignId":"01a1fc79-10a4-7d35-8f0e-0d2b6c1a7e11"},
                 {"projectId":"01a1fc78-8a30-7b43-a0a1-097011968bf5","building":"16","weight":"1",
                 "campaignId":"01a1fc79-10a4-7d35-8f0e-0d2b6c1a7e11"}]}
                """);

    private static async Task<Results<Created<SharedCostView>, ProblemHttpResult>> PostAsync(
        Request request, Handler handler, HttpContext http, CancellationToken ct)
    {
        if (Check(request) is { } malformed) return malformed.ToProblem();
        var result = await handler.HandleAsync(request, ct);
        if (!result.Succeeded(out var view, out var error)) return error.ToProblem();
        http.SetETag(view.Version);
        return TypedResults.Created($"/api/v1/shared-costs/{view.Id}", view);
    }

    private static Error? Check(Request request)
    {
        var shape = new ShapeCheck().Text(request.Contractor, 100).Text(request.InvoiceNumber, 40)
            .Text(request.Purpose, 100).Hash(request.DocumentHash, "documentHash")
            .That(request.Total > Money.Zero, "total", "amount.not_positive", "金额应大于零")
            .That(request.Parts.Count is >= 2 and <= MaxParts, "parts", "parts.count", $"应为 2 至 {MaxParts} 个项目");
        foreach (var (index, part) in request.Parts.Take(MaxParts).Index())
        {
            shape.Text(part?.Building, 20, $"parts[{index}].building").That(
                Weight.TryParse(part?.Weight, out var weight) && weight.Millionths > 0, $"parts[{index}].weight",
                "weight.malformed", "应为大于零、至多六位小数的数");
        }
        return shape.Error;
    }

    public sealed class Handler(FundsDbContext db, CurrentUser user, TimeProvider clock)
    {
        public async Task<Result<SharedCostView>> HandleAsync(Request request, CancellationToken ct)
        {
            var estate = await OpenAccount.FindEstateAsync(db, request.EstateId, ct);
            if (estate is null || !user.Scope.Covers(estate.DivisionCode)) return LedgerErrors.EstateNotFound;
            var bearings = request.Parts.Select(p => new Bearing(
                p.ProjectId, p.CampaignId, p.Building, Weight.TryParse(p.Weight, out var w) ? w : default)).ToArray();
            var campaigns = await CampaignsAsync(bearings, ct);
            if (bearings.Any(b => !campaigns.ContainsKey(b.CampaignId))) return Campaigns.CampaignErrors.NotFound;
            if (campaigns.Values.Any(c => c.Estate != estate.Id)) return SharedCostErrors.OtherEstate;
            var taken = Sql.Command(TakenSql, estate.StreetCode, request.Contractor, request.InvoiceNumber);
            if ((await db.RowsAsync(taken, r => r.GetBoolean(0), ct)).Count > 0) return SharedCostErrors.InvoiceTaken;

            if (await ChargedElsewhereAsync(bearings, estate.Id, ct) is { } charged) return charged;

            var cost = Of(request, estate);
            if (cost.Split(bearings).Error is { } unsplit) return unsplit;
            foreach (var part in cost.Parts)
                if (campaigns[part.CampaignId].Agreed is { } agreed && agreed != part.Share)
                    return SharedCostErrors.DiffersFromAgreement(part.Building, agreed, part.Share);
            db.SharedCosts.Add(cost);
            db.Audit.Record(user, "shared_costs.propose", cost.Id, cost.StreetCode);
            await db.SaveChangesAsync(ct);
            return SharedCostView.Of(cost);
        }

        private async Task<Error?> ChargedElsewhereAsync(Bearing[] bearings, Guid estate, CancellationToken ct)
        {
            var campaigns = bearings.Select(b => b.CampaignId).ToArray();
            var buildings = bearings.Select(b => b.Building).ToArray();
            var elsewhere = await db.RowsAsync(
                Sql.Command(ElsewhereSql, campaigns, buildings, estate), r => r.GetString(0), ct);
            if (elsewhere is [var other, ..]) return SharedCostErrors.OtherCollection(other);
            var charged = await db.RowsAsync(
                Sql.Command(ChargedSql, campaigns, buildings), r => r.GetString(0), ct);
            return charged is [var twice, ..] ? SharedCostErrors.ChargedTwice(twice) : null;
        }

        private async Task<Dictionary<Guid, (Guid Estate, Money? Agreed)>> CampaignsAsync(
            IEnumerable<Bearing> bearings, CancellationToken ct)
        {
            var rows = await db.RowsAsync(
                Sql.Command(CampaignsSql, bearings.Select(b => b.CampaignId).Distinct().ToArray()),
                r => (r.GetGuid(0), r.GetGuid(1), Agreed: r.IsDBNull(2) ? (Money?)null : r.Money(2)), ct);
            return rows.ToDictionary(r => r.Item1, r => (r.Item2, r.Agreed));
        }

        private SharedCost Of(Request request, Estate estate) => new()
        {
            Id = Guid.CreateVersion7(), EstateId = estate.Id, StreetCode = estate.StreetCode,
            DivisionCode = estate.DivisionCode, RepairProjectId = request.RepairProjectId,
            Contractor = request.Contractor, InvoiceNumber = request.InvoiceNumber,
            DocumentHash = request.DocumentHash, Purpose = request.Purpose, Total = request.Total,
            CreatedBy = user.Subject, CreatedAt = clock.GetUtcNow().InMicroseconds(),
        };
    }
}
