"""What is particular to Chinese text: cleaning, amounts and numerals, dates and periods, pinyin order."""
