namespace CivicPlatform.Funds.Statements.Camt;

/// <summary>One entry (Ntry) as the file says it, not yet judged.</summary>
internal sealed class CamtEntry
{
    public required int Line { get; init; }
    public string EntryRef { get; set; } = "";
    public string ServicerRef { get; set; } = "";
    public CamtAmount Amount { get; } = new();
    public string Status { get; set; } = "";
    public string BookedAt { get; set; } = "";
    public string InterestOn { get; set; } = "";
    public string Info { get; set; } = "";
    public List<CamtDetail> Details { get; } = [];

    /// <param name="count">Told of every transaction; throws above the limit.</param>
    public static CamtEntry Read(CamtElements xml, Action count)
    {
        var entry = new CamtEntry { Line = xml.Line };
        entry.Amount.Line = xml.Line;
        xml.Children(name =>
        {
            switch (name)
            {
                case "NtryRef": entry.EntryRef = xml.Text(); break;
                case "AcctSvcrRef": entry.ServicerRef = xml.Text(); break;
                case "Amt": entry.Amount.Read(xml); break;
                case "CdtDbtInd": entry.Amount.Sign = xml.Text(); break;
                case "Sts": entry.Status = xml.Text(); break;
                case "BookgDt": entry.BookedAt = xml.Text(); break;
                case "ValDt": entry.InterestOn = xml.Text(); break;
                case "AddtlNtryInf": entry.Info = xml.Text(); break;
                case "NtryDtls": xml.Children(inner => entry.ReadDetail(xml, inner, count)); break;
                default: xml.Skip(); break;
            }
        });
        return entry;
    }

    private void ReadDetail(CamtElements xml, string name, Action count)
    {
        if (name != "TxDtls")
        {
            xml.Skip();
            return;
        }
        count();
        Details.Add(CamtDetail.Read(xml));
    }
}

/// <summary>An amount with its currency and its direction (CRDT or DBIT), as the file says it.</summary>
internal sealed class CamtAmount
{
    public int Line { get; set; }
    public string Text { get; private set; } = "";
    public string Currency { get; private set; } = "";
    public string Sign { get; set; } = "";

    public bool IsGiven => Text.Length > 0;

    public void Read(CamtElements xml) => (Line, Currency, Text) = (xml.Line, xml.Attribute("Ccy"), xml.Text());

    /// <summary>Signed by the direction, negative for what left the account; false when it is no amount.</summary>
    public bool TryRead(string sign, out Money money)
    {
        var text = Text;
        // ISO 20022 allows five decimals; zeros beyond the fen say nothing.
        if (text.IndexOf('.', StringComparison.Ordinal) is >= 0 and var point)
            while (text.Length > point + 3 && text[^1] == '0') text = text[..^1];
        var good = Money.TryParse(text, out money) && money >= Money.Zero && sign is "CRDT" or "DBIT";
        if (sign == "DBIT") money = -money;
        return good;
    }
}

/// <summary>One transaction of an entry (TxDtls): a batch has several.</summary>
internal sealed class CamtDetail
{
    private readonly List<string> _words = [];

    public required int Line { get; init; }
    public string ServicerRef { get; private set; } = "";
    public string TransactionId { get; private set; } = "";
    public CamtAmount Amount { get; } = new();
    public string Debtor { get; private set; } = "";
    public string Creditor { get; private set; } = "";
    private string StructuredRef { get; set; } = "";
    private string Info { get; set; } = "";

    /// <summary>What the payer wrote, else his reference, else what the bank added.</summary>
    public string Memo => _words.Count > 0 ? string.Join(' ', _words) : StructuredRef.Length > 0 ? StructuredRef : Info;

    public static CamtDetail Read(CamtElements xml)
    {
        var detail = new CamtDetail { Line = xml.Line };
        detail.Amount.Line = xml.Line;
        xml.Children(name =>
        {
            switch (name)
            {
                case "Refs": xml.Children(detail.ReadRef(xml)); break;
                case "Amt": detail.Amount.Read(xml); break;
                case "CdtDbtInd": detail.Amount.Sign = xml.Text(); break;
                case "AmtDtls": xml.Children(detail.ReadAmount(xml)); break;
                case "RltdPties": xml.Children(detail.ReadParty(xml)); break;
                case "RmtInf": xml.Children(detail.ReadRemittance(xml)); break;
                case "AddtlTxInf": detail.Info = xml.Text(); break;
                default: xml.Skip(); break;
            }
        });
        return detail;
    }

    private Action<string> ReadRef(CamtElements xml) => name =>
    {
        if (name == "AcctSvcrRef") ServicerRef = xml.Text();
        else if (name == "TxId") TransactionId = xml.Text();
        else xml.Skip();
    };

    private Action<string> ReadAmount(CamtElements xml) => name =>
    {
        if (name != "TxAmt" || Amount.IsGiven) xml.Skip();
        else xml.Children(inner =>
        {
            if (inner == "Amt") Amount.Read(xml);
            else xml.Skip();
        });
    };

    private Action<string> ReadParty(CamtElements xml) => name =>
    {
        if (name == "Dbtr") Debtor = ReadName(xml);
        else if (name == "Cdtr") Creditor = ReadName(xml);
        else xml.Skip();
    };

    /// <summary>The name stands in the party, from version 08 on in its Pty.</summary>
    private static string ReadName(CamtElements xml)
    {
        var found = "";
        xml.Children(name =>
        {
            if (name == "Nm") found = xml.Text();
            else if (name == "Pty") found = ReadName(xml);
            else xml.Skip();
        });
        return found;
    }

    private Action<string> ReadRemittance(CamtElements xml) => name =>
    {
        if (name == "Ustrd") _words.Add(xml.Text());
        else if (name == "Strd") xml.Children(inner =>
        {
            if (inner == "CdtrRefInf") xml.Children(leaf =>
            {
                if (leaf == "Ref") StructuredRef = xml.Text();
                else xml.Skip();
            });
            else xml.Skip();
        });
        else xml.Skip();
    };
}
