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

    /// <summary>A search whose answer shows personal data: nothing is stored, a repetition searches again.</summary>
    /// <remarks>Only for POSTs that change nothing but the audit trail; a key is asked for all the same.</remarks>
    public static TBuilder RevealsPersonalData<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new PersonalAnswer());

    /// <summary>
    /// A GET that shows what belongs to single households: its handler records the read
    /// (<see cref="Audit.AuditTrail.RecordReadAsync"/>), or the answer is a 500 and shows nothing.
    /// </summary>
    public static TBuilder ReadsPersonalData<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new PersonalRead());

    /// <summary>Opened by another system's signature, never by a token.</summary>
    internal sealed class SignedCall;

    internal sealed class NoIdempotency;

    internal sealed class OwnTransaction;

    internal sealed class PersonalAnswer;

    internal sealed class PersonalRead;
}
