using CivicPlatform.ServiceDefaults.Security;

namespace CivicPlatform.Consultation.ConsentBoards;

/// <summary>
/// Names a household of a board to the other services. Keyed, so that only who may list the board's households can
/// tell which one it is: a unit's id beside "wants to withdraw" would be a choice with a room (EVT-02).
/// </summary>
public static class HouseholdRef
{
    private const int GuidBytes = 16;

    /// <summary>The same for the same unit of the same board, also after a rotation of the data key.</summary>
    public static Guid Of(Guid boardId, Guid unitId, FieldCipher cipher) =>
        new(cipher.Hash($"consent-household/{boardId}/{unitId}").AsSpan(0, GuidBytes));
}
