namespace CivicPlatform.Consultation.Owners;

/// <summary>What an owner does with a login of his own.</summary>
public static class OwnersModule
{
    public static void MapOwners(this IEndpointRouteBuilder routes)
    {
        RaiseOwnObjection.Map(routes);
        GetOwnerDisclosure.Map(routes);
    }
}
