using CivicPlatform.Cases.Data;
using CivicPlatform.ServiceDefaults.Security;
using Microsoft.EntityFrameworkCore;

namespace CivicPlatform.Cases.Intake;

/// <summary>A case as it was read, with what only an audited look may show.</summary>
public sealed record ConcealedCase(Case Case, Reporter Reporter, Words? Words, PlainWords Old)
{
    /// <summary>The case with that id in the caller's scope; null when there is none.</summary>
    public static async Task<ConcealedCase?> FindAsync(Guid id, CasesDbContext db, CancellationToken ct)
    {
        var row = await db.Cases.AsNoTracking().Where(c => c.Id == id)
            .Select(c => new
            {
                Case = c,
                Name = EF.Property<byte[]?>(c, "ReporterName"),
                Phone = EF.Property<byte[]?>(c, "ReporterPhone"),
                Words = EF.Property<byte[]?>(c, "DescriptionCipher"),
                Place = EF.Property<byte[]?>(c, "AddressCipher"),
                OldWords = EF.Property<string>(c, "Description"),
                OldPlace = EF.Property<string?>(c, "Address"),
            })
            .SingleOrDefaultAsync(ct);
        return row is null ? null : new ConcealedCase(
            row.Case, new Reporter(row.Name, row.Phone, null, null),
            row.Words is null ? null : new Words(row.Words, row.Place), new PlainWords(row.OldWords, row.OldPlace));
    }

    /// <summary>In clear; a case of an earlier version may not be ciphered yet.</summary>
    public PlainWords Reveal(FieldCipher cipher) => Words?.Reveal(Case.Id, cipher) ?? Old;
}
