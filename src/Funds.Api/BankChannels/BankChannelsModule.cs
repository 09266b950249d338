using CivicPlatform.ServiceDefaults.Security;

namespace CivicPlatform.Funds.BankChannels;

/// <summary>Signed calls of banks and payment institutions.</summary>
public static class BankChannelsModule
{
    public static void AddBankChannels(this IServiceCollection services)
    {
        services.AddSingleton<ChannelVault>();
        services.AddSignedCalls<ChannelDirectory>();
        services.AddScoped<AddBankChannel.Handler>();
        services.AddEncryptedColumns("bank_channels", "secret");
        services.AddEncryptedColumns("bank_channels", "previous_secret");
    }

    public static void MapBankChannels(this IEndpointRouteBuilder routes)
    {
        AddBankChannel.Map(routes);
        ListBankChannels.Map(routes);
        ChangeBankChannel.Map(routes);
        TakeBankCallback.Map(routes);
    }
}
