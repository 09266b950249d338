namespace CivicPlatform.Funds.LiftCards;

/// <summary>Who got a lift card, and on whose decision one was taken away.</summary>
public static class LiftCardsModule
{
    public static void AddLiftCards(this IServiceCollection services) =>
        services.AddScoped<CancelLiftCard.Handler>();

    public static void MapLiftCards(this IEndpointRouteBuilder routes)
    {
        IssueLiftCard.Map(routes);
        CancelLiftCard.Map(routes);
    }
}
