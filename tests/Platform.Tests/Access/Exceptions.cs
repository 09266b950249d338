using System.Text;

namespace CivicPlatform.Platform.Tests.Access;

/// <summary>What the walk is told by hand: rows that belong to no office, and bodies that are well formed.</summary>
internal static class Exceptions
{
    /// <summary>Permissions over what is no office's own, with the reason.</summary>
    public static readonly IReadOnlyDictionary<string, string> NotOfAnOffice = new Dictionary<string, string>
    {
        ["division.read"] = "names and codes of divisions are published by the state",
        ["division.import"] = "the national list; platform admin only",
        ["parked-message.read"] = "the platform's own state: message ids, queues, types; never a payload",
        ["parked-message.replay"] = "the same",
    };

    /// <summary>
    /// A well-formed body with the canary's ids, so that a refusal is about the caller and not about the form.
    /// </summary>
    public static HttpContent? BodyOf(ApiOperation operation, CanaryOffice office)
    {
        if (operation.IsRead || operation.Path.EndsWith("/end", StringComparison.Ordinal)
            || operation.Path.EndsWith("/resend", StringComparison.Ordinal)
            || operation.Path.EndsWith("/promote", StringComparison.Ordinal)
            || operation.Path.EndsWith("/replay", StringComparison.Ordinal)) return null;
        if (operation.Path.EndsWith("/attachments", StringComparison.Ordinal)) return CanaryConsultation.Photo();
        if (operation.Path.EndsWith("-imports", StringComparison.Ordinal)) return Csv(operation, office);
        if (operation.Path.EndsWith("/evidence-files", StringComparison.Ordinal))
            return new ByteArrayContent(CanaryConsultation.Scan());
        var body = OfRegister(operation, office) ?? OfFunds(operation, office)
            ?? CanarySpending.BodyOf(operation, office) ?? CanaryLiftCost.BodyOf(operation, office)
            ?? CanaryRefunds.BodyOf(operation, office) ?? CanaryCases.BodyOf(operation, office)
            ?? CanaryConsultation.BodyOf(operation, office) ?? new { };
        return System.Net.Http.Json.JsonContent.Create(body);
    }

    private static ByteArrayContent Csv(ApiOperation operation, CanaryOffice office)
    {
        var file = operation.Path.Split('/')[^1] switch
        {
            "unit-imports" => "units.csv",
            "statement-imports" => "bank.csv",
            "ballot-imports" => "ballots.csv",
            _ => null,
        };
        var bytes = file is null ? Encoding.UTF8.GetBytes("a,b\n") : office.Story.File(file);
        var content = new ByteArrayContent(bytes);
        content.Headers.ContentType = new("text/csv");
        return content;
    }

    private static object? OfRegister(ApiOperation operation, CanaryOffice office) => $"{operation}" switch
    {
        "POST /api/v1/units/{id}/reveal" or "POST /api/v1/cases/{id}/reveal"
            or "POST /api/v1/suspense-lines/{id}/reveal" => new { purpose = "CALLBACK" },
        "PUT /api/v1/divisions/{code}" => new { name = "润枫社区", parent = office.Story.Street },
        "PUT /api/v1/civil-clocks/{streetCode}" => new { advanceDays = 1 },
        "POST /api/v1/ownership-transfers" => new
        {
            unitId = office.Record(("units", "id")), owners = new[] { new { @ref = "o-1", name = "某人", phone = "" } },
        },
        "POST /api/v1/owner-accounts" => new { estateId = office.Story.EstateId, subject = "s-1", ownerRef = "o-1" },
        "POST /api/v1/owners/search" => new { name = "业主00001" },
        "POST /api/v1/cases" => new
        {
            divisionCode = office.Story.Community, channel = "WINDOW", type = "HELP", matter = "LIFT_OVERHAUL",
            description = "电梯", reporter = new { name = "居民", phone = "13800000000" },
        },
        "POST /api/v1/works-projects" => new
        {
            caseId = office.Story.CaseId, estateId = office.Story.EstateId, template = "LIFT_OVERHAUL",
            lifts = new[] { new { building = "1", liftNo = "1" } },
        },
        "POST /api/v1/works-projects/{id}/lifts/{liftId}/steps" => new { step = "START_WORKS" },
        "POST /api/v1/rolls" => new { estateId = office.Story.EstateId, scope = new { kind = "AREA" } },
        "POST /api/v1/motions" => new
        {
            rollId = office.Story.RollId, matter = "M6", title = "电梯大修",
            items = new[] { new { title = "大修", text = "大修" } },
            notice = new
            {
                postedAt = "2023-04-03T09:00:00+08:00", places = new[] { "公告栏" }, agendaHash = new string('a', 64),
                evidence = new[] { new string('e', 64) },
            },
        },
        "POST /api/v1/motions/{id}/ballots" => new
        {
            building = "1", entrance = "1", room = "101", choice = "FOR", channel = "PAPER",
            castAt = "2023-05-20T09:02:00+08:00",
        },
        "POST /api/v1/motions/{id}/publicity" => new { places = new[] { "公告栏" } },
        "POST /api/v1/consultation-records" => new
        {
            estateId = office.Story.EstateId, form = "PLACARDS", question = "是否大修", heldOn = "2023-05-06",
            handsFor = 1, handsAgainst = 0,
        },
        _ => null,
    };

    private static object? OfFunds(ApiOperation operation, CanaryOffice office) => $"{operation}" switch
    {
        "POST /api/v1/accounts" => new
        {
            estateId = office.Story.EstateId, name = "专户", bankName = "测试银行", accountNumber = "62220001",
        },
        "POST /api/v1/campaigns" => new
        {
            estateId = office.Story.EstateId, accountId = office.Story.AccountId, title = "电梯大修", unitPrice = "17.93",
        },
        "POST /api/v1/accounts/{id}/period-pages" => new { through = "2023-12-31" },
        "POST /api/v1/campaigns/{id}/close" => new { bankBalance = "0.00" },
        "POST /api/v1/accounts/{id}/bank-channels" => CanaryBank.Channel(),
        "POST /api/v1/accounts/{id}/bank-lines" or "POST /api/v1/bank-callbacks/{id}" => new
        {
            bankSerial = "X1", bookedAt = "2023-07-01 10:00:00", amount = "1.00", counterparty = "甲", memo = "4-1-101",
        },
        "PUT /api/v1/accounts/{id}/statement-mapping" => CanaryBank.Mapping(),
        "POST /api/v1/accounts/{id}/statement-mapping:preview" => new
        {
            mapping = CanaryBank.Mapping(), sample = "流水号,日期,金额\nA1,20230612,1.00\n",
        },
        "POST /api/v1/suspense-assignments" => new
        {
            lines = new[] { new { id = office.Record(("suspense-lines", "id")) } }, reason = "甲",
            parts = new[] { new { kind = "BILL", building = "4", entrance = "1", room = "101", amount = "1.00" } },
        },
        "POST /api/v1/suspense-assignments/{id}/undo" => new { reason = "错户" },
        "POST /api/v1/suspense-lines/{id}/return" => new { outflowLineId = Guid.CreateVersion7(), reason = "误汇" },
        "POST /api/v1/reconciliations" => new
        {
            accountId = office.Story.AccountId, from = "2023-01-01", to = "2023-07-31", bankBalance = "1.00",
        },
        "POST /api/v1/reconciliations/{id}/close" => new { note = "无差异" },
        "POST /api/v1/suspense-lines/{id}/assign" => new { building = "4", entrance = "1", room = "101", reason = "甲" },
        "POST /api/v1/accounts/{id}/deposits" or "POST /api/v1/accounts/{id}/gains"
            or "POST /api/v1/accounts/{id}/loss-refunds" or "POST /api/v1/fund-entries/{id}/reverse"
            => CanaryFund.Body(operation, office),
        "POST /api/v1/campaigns/{id}/advances" => new { company = "物业公司", amount = "1.00", purpose = "垫资" },
        "POST /api/v1/campaigns/{id}/spendings" => new
        {
            building = "4", payee = "电梯公司", purpose = "工程款", amount = "1.00", bankSerial = "S1",
            bookedAt = "2023-07-01 10:00:00",
        },
        "POST /api/v1/campaigns/{id}/instalments" => new { building = "4", amount = "1.00", dueOn = "2023-08-01" },
        "POST /api/v1/campaigns/{id}/repayments" => new
        {
            building = "4", amount = "1.00", bankSerial = "R1", bookedAt = "2023-07-01 10:00:00",
        },
        "POST /api/v1/webhook-subscriptions" => new
        {
            streetCode = office.Story.Street, url = "https://other.example.org/hook",
        },
        "POST /api/v1/email-subscriptions" => new { streetCode = office.Story.Street, address = "a@example.org" },
        _ => null,
    };
}
