namespace CivicPlatform.Funds.BillReceipts;

/// <summary>Receipts for what was paid on a bill, by whomever.</summary>
public static class BillReceiptsModule
{
    public static void AddBillReceipts(this IServiceCollection services) =>
        services.AddScoped<IssueReceipt.Handler>();

    public static void MapBillReceipts(this IEndpointRouteBuilder routes)
    {
        IssueReceipt.Map(routes);
        GetReceipts.Map(routes);
    }
}
