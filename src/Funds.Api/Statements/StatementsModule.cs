namespace CivicPlatform.Funds.Statements;

/// <summary>Bank statements, single payments and what waits for a person.</summary>
public static class StatementsModule
{
    public static void AddStatements(this IServiceCollection services)
    {
        services.AddSingleton<AccountDirectory>();
        services.AddSingleton<StatementImports>();
        services.AddSingleton<StatementStage>();
        services.AddSingleton<StatementServices>();
        services.AddSingleton<ImportPosting>();
        services.AddSingleton<ImportPoster>();
        services.AddHostedService(s => s.GetRequiredService<ImportPoster>());
        services.AddSingleton<PaymentPosting>();
        services.AddSingleton<PaymentQueue>();
        services.AddHostedService(s => s.GetRequiredService<PaymentQueue>());
        services.AddScoped<ImportStatement.Handler>();
        services.AddScoped<PostBankLine.Handler>();
        services.AddScoped<AssignSuspense.Handler>();
    }

    public static void MapStatements(this IEndpointRouteBuilder routes)
    {
        ImportStatement.Map(routes);
        GetImport.Map(routes);
        PostBankLine.Map(routes);
        ListSuspense.Map(routes);
        RevealPayer.Map(routes);
        AssignSuspense.Map(routes);
    }
}
