using CivicPlatform.Kernel;
using CivicPlatform.ServiceDefaults.Http;

namespace CivicPlatform.ServiceDefaults.Security;

/// <summary>
/// POST .../reveal: shows personal data in clear to one who says what for (PRIV-16). Audited in the same transaction:
/// when the audit row cannot be written, nothing is shown.
/// </summary>
public static class Reveal
{
    /// <summary>Why somebody may look; a code, so that no personal data gets into the audit trail.</summary>
    public static readonly IReadOnlyCollection<string> Purposes =
        ["CALLBACK", "VISIT", "SERVE_NOTICE", "VERIFY_IDENTITY", "SETTLE_DISPUTE", "PLACE_PAYMENT", "INSPECTION"];

    /// <summary>The reason of one look.</summary>
    public sealed record Request
    {
        /// <summary>
        /// CALLBACK, VISIT, SERVE_NOTICE, VERIFY_IDENTITY, SETTLE_DISPUTE, PLACE_PAYMENT or INSPECTION.
        /// </summary>
        [CodesOf(typeof(Reveal), nameof(Purposes))]
        public required string Purpose { get; init; }
    }

    /// <summary>The refusal of an unknown purpose, or null.</summary>
    public static Error? Check(Request request) => new ShapeCheck().Code(request.Purpose, Purposes).Error;
}
