namespace CivicPlatform.Funds.BankMappings;

/// <summary>How banks write their CSV files, account by account.</summary>
public static class BankMappingsModule
{
    public static void AddBankMappings(this IServiceCollection services) => services.AddSingleton<MappingReader>();

    public static void MapBankMappings(this IEndpointRouteBuilder routes)
    {
        SetStatementMapping.Map(routes);
        PreviewStatementMapping.Map(routes);
    }
}
