from .harness import EmulatorTest, client


class LockTokens(EmulatorTest):
    def test_an_ip_set_is_changed_and_deleted_with_the_token_that_was_read_last(self) -> None:
        waf, name = client("wafv2"), {"Name": "offices", "Scope": "REGIONAL"}
        created = waf.create_ip_set(**name, IPAddressVersion="IPV4", Addresses=["203.0.113.0/24"])["Summary"]
        changed = waf.update_ip_set(**name, Id=created["Id"], Addresses=[], LockToken=created["LockToken"])["NextLockToken"]
        self.assertEqual(self.code_of(waf.delete_ip_set, **name, Id=created["Id"], LockToken=created["LockToken"]), "WAFOptimisticLockException")
        waf.delete_ip_set(**name, Id=created["Id"], LockToken=changed)
        self.assertEqual(waf.list_ip_sets(Scope="REGIONAL")["IPSets"], [])
