using Microsoft.AspNetCore.Builder;

namespace CivicPlatform.ServiceDefaults.Http;

/// <summary>How an endpoint stands to the request transaction; none of them is the ordinary case.</summary>
public static class EndpointMarks
{
    /// <summary>
    /// A calculator or an operator's command: no key asked for, nothing stored, no transaction opened.
    /// </summary>
    public static TBuilder WithoutIdempotency<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new NoIdempotency());

    /// <summary>The endpoint commits itself (one round trip, or a shared commit), idempotency row included.</summary>
    public static TBuilder OwnsItsTransaction<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new OwnTransaction());

    /// <summary>The answer shows personal data: it is never stored for replay.</summary>
    public static TBuilder RevealsPersonalData<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new PersonalAnswer());

    internal sealed class NoIdempotency;

    internal sealed class OwnTransaction;

    internal sealed class PersonalAnswer;
}
