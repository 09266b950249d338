using System.Text.RegularExpressions;
using System.Xml;
using CivicPlatform.Funds.Ledger;
using CivicPlatform.ServiceDefaults.Imports;
using CivicPlatform.ServiceDefaults.Security;

namespace CivicPlatform.Funds.Statements.Camt;

/// <summary>
/// Checks a camt.053 statement (ISO 20022, versions 02 to 08) to the last entry before one is stored: whose account,
/// CNY only, every booked entry readable, and opening + entries = closing.
/// </summary>
internal sealed partial class CamtFile(BankAccount account, FieldCipher cipher)
{
    public const string Currency = "CNY";

    private readonly ImportReport _report = new();
    private readonly CamtLines _lines = new();
    private readonly List<BankStatement> _statements = [];
    private Error? _refused;
    private int _transactions;

    /// <summary>The lines and statements of the file, or why it is refused whole.</summary>
    public Result<StatementFile.Checked> Check(Stream file)
    {
        try
        {
            using var xml = new CamtElements(file);
            xml.ToRoot();
            if (xml.Name != "Document" || !Version().IsMatch(xml.Namespace)) return StatementErrors.NotCamt;
            xml.Children(name =>
            {
                if (name != "BkToCstmrStmt") xml.Skip();
                else xml.Children(inner => ReadStatement(xml, inner));
            });
        }
        catch (XmlException e)
        {
            return CamtElements.Of(e);
        }
        catch (ImportException e)
        {
            return e.Error;
        }

        if (_refused is not null) return _refused;
        if (!_report.IsClean) return _report.ToError("statements.rows_refused");
        if (_statements.Count == 0) return StatementErrors.NotCamt;
        return new StatementFile.Checked(_lines.All.Count, _lines.All) { Statements = _statements };
    }

    private void ReadStatement(CamtElements xml, string name)
    {
        if (name != "Stmt" || _report.IsFull || _refused is not null)
        {
            xml.Skip();
            return;
        }
        Count();
        var statement = new CamtStatement { Line = xml.Line };
        xml.Children(inner =>
        {
            if (inner == "Ntry") ReadEntry(xml, statement);
            else statement.Read(xml, inner);
        });
        // Who sends another account's file learns nothing of its lines.
        if (statement.Accounts.Exists(number => !IsOurs(number))) _refused ??= StatementErrors.OtherAccount;
        if (statement.Currency is not ("" or Currency))
            _report.Add(statement.Line, "Ccy", "currency.not_cny", "币种应为 CNY");
        if (!statement.Settle(_report).Succeeded(out var settled, out var wrong) && wrong is not null)
        {
            if (_report.IsClean) _refused ??= wrong; // An entry that cannot be read is why it does not add up.
        }
        else if (settled is not null) _statements.Add(settled);
    }

    private void ReadEntry(CamtElements xml, CamtStatement statement)
    {
        Count();
        var entry = CamtEntry.Read(xml, Count);
        if (entry.Status != "BOOK" || _report.IsFull) return; // Pending and informational entries are no money yet.
        var (amount, bookedOn) = _lines.Add(entry, _report);
        statement.Sum += amount;
        if (bookedOn > statement.LastDay) statement.LastDay = bookedOn;
    }

    private void Count()
    {
        if (++_transactions > StatementFile.Shape.MaxRows)
            throw new ImportException(CsvImport.TooLarge with { Detail = $"最多 {StatementFile.Shape.MaxRows} 笔" });
    }

    /// <summary>By the keyed hash, which folds full-width digits; banks group digits with spaces.</summary>
    private bool IsOurs(string number)
    {
        var digits = string.Concat(FullWidth.Fold(number).Where(c => !char.IsWhiteSpace(c)));
        return cipher.Hash(digits).AsSpan().SequenceEqual(account.NumberHash);
    }

    [GeneratedRegex(@"\A(urn:iso:std:iso:20022:tech:xsd:camt\.053\.001\.0[2-8])?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Version();
}
